import { userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import * as z from 'zod';
import { answer, call, say } from './lib/answers.ts';
import { getWeather } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

const report = z.object({ city: z.string(), degrees: z.number(), tags: z.array(z.string()).optional() });
const value = { city: 'Rome', degrees: 21.5 };

scenario('typed output of the API itself, after a tool', async ({ agent, script, run, host }) => {
  script(
    answer(call('c1', 'get_weather', { city: 'Rome' })),
    answer(say(JSON.stringify(value))),
    answer(say(JSON.stringify({ ...value, city: 'Oslo' }))),
  );
  const reporter = agent({ tools: [getWeather], output: report, outputMode: 'native' });
  const first = await run(reporter, 'Report on Rome.');
  expect(first.output).toEqual(value);
  const second = await run(reporter, [...first.messages, userMessage('And Oslo?')]);
  expect(second.output).toEqual({ ...value, city: 'Oslo' });
  // A model of Ollama that is held to a schema calls no tools, so that it is asked in words beside them.
  const asked = host.seen.map(
    ({ facts, text }) => facts.outputSchema !== undefined || text.includes('degrees'),
  );
  expect(asked).toEqual([true, true, true]);
});

scenario('typed output by a tool, refused once, after a tool', async ({ agent, script, run, host }) => {
  script(
    answer(call('c1', 'get_weather', { city: 'Rome' })),
    answer(call('c2', 'final_answer', { city: 'Rome', degrees: 'warm' })),
    answer(call('c3', 'final_answer', value)),
    answer(say('You are welcome.')),
  );
  const reporter = agent({ tools: [getWeather], output: report, outputMode: 'tool' });
  const first = await run(reporter, 'Report on Rome.');
  expect(first.output).toEqual(value);
  expect(host.seen[0]?.facts.tools.map(({ name }) => name)).toEqual(['get_weather', 'final_answer']);
  const { text } = await run(reporter, [...first.messages, userMessage('Thanks!')], { output: false });
  expect(text).toBe('You are welcome.');
});

scenario('typed output that the API is asked for in words', async ({ agent, script, run, host }) => {
  script(answer(say(`Here it is: \`\`\`json\n${JSON.stringify(value)}\n\`\`\``)));
  const { output } = await run(agent({ output: report, outputMode: 'prompt' }), 'Report on Rome.');
  expect(output).toEqual(value);
  expect(host.seen[0]?.facts.messages[0]).toMatchObject({ role: 'system' });
});
