import { describe, expect, it } from 'vitest';
import { Agent } from '@pegboard/core';
import { createRegistry, type Plugin } from '@pegboard/core/plugin';
import { scriptedProvider } from '@pegboard/testing';
import { negotiate } from './api-level.ts';
import { makePlugin, makeTool } from './plugin.test-util.ts';

const ofApi = (api: unknown, members: object = {}): Plugin =>
  ({ ...makePlugin('old'), ...members, api }) as Plugin;

describe('negotiate', () => {
  const host = { current: 7, fromPrevious: (plugin: Plugin) => ({ ...plugin, version: 'translated' }) };

  it('takes plugins of the host as they are, and translates those of the version before', () => {
    const present = ofApi(7);
    expect(negotiate(present, host)).toBe(present);
    expect(negotiate(ofApi(6), host)).toMatchObject({ version: 'translated' });
  });

  it.each([
    [8, /api 8 \(@pegboard\/core \d.*this host takes 6 and 7/, /Update @pegboard\/core/],
    [5, /api 5/, /Update the plugin/],
    [0, /api 0/, /Update the plugin/],
    [6.5, /`api` is 6\.5/, /Write api: 7/],
    ['7', /`api` is 7/, /Write api: 7/],
    [undefined, /`api` is undefined/, /Write api: 7/],
  ])('refuses %s', (api, cause, hint) => {
    expect(negotiate(ofApi(api), host)).toEqual({
      cause: expect.stringMatching(cause) as string,
      hint: expect.stringMatching(hint) as string,
    });
  });
});

it('a plugin of api 0 is given what it was written for, and what it gives is there', async () => {
  const given: unknown[] = [];
  const old = ofApi(0, {
    setup(config: unknown, signal: AbortSignal, log: (message: string) => void) {
      given.push(config, signal.aborted);
      log('hello');
      return [makeTool('greet', 'hi')];
    },
  });
  const lines: string[] = [];
  const registry = createRegistry({
    plugins: [{ plugin: old, config: { a: 1 } }],
    onLog: ({ message }) => lines.push(message),
  });
  await registry.ready();
  expect(registry.get('old')).toMatchObject({ state: 'ready', api: 0 });
  const provider = scriptedProvider([{ calls: [{ name: 'old_greet', args: {} }] }, 'ok']);
  const { calls } = await new Agent({ provider, model: 'any', tools: registry.tools() }).run('Hi');
  expect([...given, ...lines, calls.lastResult('old_greet')]).toEqual([{ a: 1 }, false, 'hello', 'hi']);
  const tools = registry.tools();
  await registry.dispose();
  const late = scriptedProvider([{ calls: [{ name: 'old_greet', args: {} }] }, 'ok']);
  const after = await new Agent({ provider: late, model: 'any', tools }).run('Hi');
  expect(after.calls.last('old_greet')?.error).toMatch(/Plugin "old" has left the registry/);
});

it('what a plugin of api 0 gives is checked as any other', async () => {
  await using registry = createRegistry({ plugins: [ofApi(0, { setup: () => ({ tools: [] }) })] });
  await registry.ready();
  expect(registry.diagnostics).toMatchObject([
    { stage: 'setup', hint: 'Make it a list of tools made by defineTool()' },
  ]);
});
