import { expect, test } from 'vitest';
import { resolveToolName } from './resolve-tool-name.ts';

const names = ['get_weather', 'send_mail', 'github__create_issue', 'v1_2', 'search'];

test('a name that exists is taken as it is', () => {
  expect(resolveToolName('search', names)).toEqual({ ok: true, name: 'search' });
});

test.each([
  ['get-weather', 'get_weather'],
  ['getWeather', 'get_weather'],
  ['GET WEATHER', 'get_weather'],
  ['functions.get_weather', 'get_weather'],
  ['functions.get_weather:0', 'get_weather'],
  ['default_api.get_weather', 'get_weather'],
  ['get_weather()', 'get_weather'],
  ['`get_weather`', 'get_weather'],
  ['get_weather<|channel|>commentary', 'get_weather'],
  ['mcp__github__create_issue', 'github__create_issue'],
])('%s is %s', (written, name) => {
  expect(resolveToolName(written, names)).toMatchObject({
    ok: true,
    name,
    repair: { kind: 'name', path: '' },
  });
});

test.each([
  'get_wether',
  'weather',
  'create_issue',
  'mcp__other__search',
  'v12',
  '',
  '__proto__',
  'constructor',
])('%j is no tool', (written) => {
  expect(resolveToolName(written, names)).toMatchObject({ ok: false });
});

test('two tools that are equal but for case are not mixed up', () => {
  expect(resolveToolName('Get_Weather', ['get_weather', 'getWeather']).ok).toBe(false);
  expect(resolveToolName('getWeather', ['get_weather', 'getWeather'])).toEqual({
    ok: true,
    name: 'getWeather',
  });
});

test('the refusal names the nearest tool first, and at most twenty', () => {
  const resolved = resolveToolName('send_mial', names);
  expect(resolved).toMatchObject({ ok: false, nearest: 'send_mail' });
  expect(!resolved.ok && resolved.message).toBe(
    'There is no tool named "send_mial". Did you mean "send_mail"? Callable: send_mail, get_weather, github__create_issue, v1_2, search.',
  );
  const many = resolveToolName(
    'zzzzzzzz',
    Array.from({ length: 30 }, (_, index) => `tool_${index}`),
  );
  expect(!many.ok && many.message).toMatch(/tool_19 ….$/);
  expect(resolveToolName('x', [])).toMatchObject({
    message: 'There is no tool named "x". No tool can be called now.',
  });
});
