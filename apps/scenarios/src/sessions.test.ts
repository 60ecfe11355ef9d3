import { type Agent, inProcessMemory } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, call, say, think } from './lib/answers.ts';
import { red } from './lib/pictures.ts';
import { clock, getWeather } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

scenario('a session over several runs, kept in memory', async ({ agent, script, run, held }) => {
  script(
    answer(think('Look first.'), call('c1', 'get_weather', { city: 'Rome' }), call('c2', 'clock', {})),
    answer(say('Sunny, at noon.')),
    answer(say('A red dot.')),
    answer(call('c3', 'clock', {})),
    answer(say('Still noon.')),
  );
  const memory = inProcessMemory();
  const fresh = (): Agent => agent({ tools: [getWeather, clock], memory });
  await run(fresh().session({ thread: 't' }), 'Weather in Rome?');
  await run(fresh().session({ thread: 't' }), [red]);
  const { messages, text } = await run(fresh().session({ thread: 't' }), 'And the time?');
  expect(text).toBe('Still noon.');
  expect(messages.map(({ role }) => role[0]).join('')).toBe('uatauauata');
  held(messages);
});

scenario(
  'a session turn by turn, a turn without tools at the end',
  async ({ agent, script, streamed, held, host }) => {
    script(answer(call('c1', 'clock', {})), answer(call('c2', 'clock', {})), answer(say('Noon, twice.')));
    const session = agent({ tools: [clock] }).session();
    const turn = async (options?: Parameters<typeof session.turn>[0]) =>
      streamed ? session.turnStream(options).result : session.turn(options);
    await turn({ prompt: 'What is the time?' });
    await turn();
    const last = await turn({ prompt: 'Sum up.', tools: [] });
    expect(last.text).toBe('Noon, twice.');
    // Some APIs want to know the tools that the conversation speaks of; then none may be called.
    const { tools, toolChoice } = host.seen[2]?.facts ?? {};
    expect(tools?.length === 0 || toolChoice === 'none').toBe(true);
    held(last.messages);
  },
);
