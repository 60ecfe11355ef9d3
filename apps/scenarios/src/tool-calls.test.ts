import { defineTool, type JsonObject } from '@pegboard/core';
import { expect } from 'vitest';
import * as z from 'zod';
import { answer, call, rawCall, say } from './lib/answers.ts';
import { broken, clock, getWeather } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

scenario('one tool call', async ({ agent, script, run }) => {
  script(answer(say('I look.'), call('c1', 'get_weather', { city: 'Rome' })), answer(say('Sunny.')));
  const result = await run(agent({ tools: [getWeather] }), 'Weather in Rome?');
  expect(result).toMatchObject({ status: 'done', text: 'Sunny.', turns: 2 });
  expect(result.calls.lastResult('get_weather')).toBe('Sunny in Rome');
});

scenario(
  'parallel calls, whose results come in another order than the calls',
  async ({ agent, script, run }) => {
    const done: string[] = [];
    const firstMayEnd = Promise.withResolvers<void>();
    const look = defineTool({
      name: 'look',
      description: 'Looks',
      input: z.object({ at: z.string() }),
      async execute({ at }) {
        if (at === 'one') await firstMayEnd.promise;
        else firstMayEnd.resolve();
        done.push(at);
        return `seen ${at}`;
      },
    });
    script(
      answer(call('c1', 'look', { at: 'one' }), call('c2', 'look', { at: 'two' }), call('c3', 'clock', {})),
      answer(say('All seen.')),
    );
    const result = await run(agent({ tools: [look, clock] }), 'Look at one and two.');
    expect(result.text).toBe('All seen.');
    expect(done).toEqual(['two', 'one']);
  },
);

scenario('calls in three turns, one after the other', async ({ agent, script, run, host }) => {
  script(
    answer(call('c1', 'get_weather', { city: 'Rome' })),
    answer(say('And Oslo.'), call('c2', 'get_weather', { city: 'Oslo' }), call('c3', 'clock', {})),
    answer(call('c4', 'get_weather', { city: 'Łódź', days: 3 })),
    answer(say('Sunny everywhere.')),
  );
  const result = await run(agent({ tools: [getWeather, clock] }), 'Compare the weather.');
  expect(result).toMatchObject({ text: 'Sunny everywhere.', turns: 4 });
  expect(host.seen).toHaveLength(4);
});

scenario('a tool that fails beside one that does not', async ({ agent, script, run }) => {
  script(
    answer(call('c1', 'broken', {}), call('c2', 'clock', {})),
    answer(say('It is noon; the rest failed.')),
  );
  const result = await run(agent({ tools: [broken, clock] }), 'Try both.');
  expect(result.calls.last('broken')).toMatchObject({ status: 'failed', error: 'The engine is on fire' });
  expect(result.calls.last('clock')).toMatchObject({ status: 'success' });
});

scenario('arguments that are refused, then mended by the model', async ({ agent, script, run }) => {
  script(
    answer(call('c1', 'get_weather', { days: 'soon' }), call('c2', 'clock', {})),
    answer(call('c3', 'get_weather', { city: 'Rome', days: 2 })),
    answer(say('Sunny.')),
  );
  const result = await run(agent({ tools: [getWeather, clock] }), 'Weather?');
  expect(result.calls.all.map(({ status }) => status)).toEqual(['retry', 'success', 'success']);
});

scenario(
  'arguments that are no JSON, then mended by the model',
  async ({ agent, script, run }) => {
    script(
      answer(rawCall('c1', 'get_weather', '{"city": , "days"'), call('c2', 'clock', {})),
      answer(rawCall('c3', 'get_weather', "{'city': 'Rome',}")),
      answer(say('Sunny.')),
    );
    const result = await run(agent({ tools: [getWeather, clock] }), 'Weather?');
    expect(result.calls.all.map(({ status }) => status)).toEqual(['retry', 'success', 'success']);
  },
  // The others carry arguments as objects.
  { where: ({ wire }) => wire.callArgs === undefined },
);

scenario(
  'arguments that are mended on the way in, in the first of parallel calls',
  async ({ agent, script, run }) => {
    script(
      answer(call('c1', 'get_weather', { city: 'Rome', days: '3' }), call('c2', 'clock', {})),
      answer(say('Sunny.')),
    );
    const result = await run(agent({ tools: [getWeather, clock] }), 'Weather for three days?');
    expect(result.calls.last('get_weather')).toMatchObject({ status: 'success', input: { days: 3 } });
  },
);

scenario('tools that nobody knows', async ({ agent, script, run }) => {
  script(
    answer(
      call('c1', 'teleport', { to: 'Rome' }),
      call('c2', '__proto__', {}),
      call('c3', 'constructor', {}),
    ),
    answer(call('c4', 'clock', {})),
    answer(say('I cannot do that. It is noon.')),
  );
  const result = await run(agent({ tools: [clock] }), 'Teleport me to Rome.');
  expect(result.calls.all.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'teleport retry',
    '__proto__ retry',
    'constructor retry',
    'clock success',
  ]);
});

/** Parsed, so that `__proto__` is a key like any other. */
const odd = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":1},"ключ 🔑":"значение\\u2028","":[],"n":1e21}',
) as JsonObject;

scenario('arguments with unicode and names of prototypes', async ({ agent, script, run, transport }) => {
  const keep = defineTool({
    name: 'keep',
    description: 'Keeps what it is given',
    input: { type: 'object', additionalProperties: true },
    execute: (input) => JSON.stringify(input),
  });
  // The reader of the old package stumbles over U+2028.
  const given = transport.carrier === '@google/generative-ai' ? { ...odd, 'ключ 🔑': 'значение' } : odd;
  script(answer(call('c1', 'keep', given)), answer(say('Kept.')));
  const result = await run(agent({ tools: [keep] }), 'Keep this.');
  expect(result.calls.lastResult('keep')).toBe(JSON.stringify(given));
  expect('polluted' in {}).toBe(false);
});
