import {
  type AnyTool,
  assistantMessage,
  defineTool,
  type Message,
  toolMessage,
  userMessage,
} from '@pegboard/core';
import { expect } from 'vitest';
import * as z from 'zod';
import { answer, say } from './lib/answers.ts';
import { scenario } from './play/scenario.ts';

const long = 'n'.repeat(63);
const names = [`${long}1`, `${long}2`, 'to_string', 'then', '_', 'Mixed-Case_9'];

const make = (name: string): AnyTool =>
  defineTool({ name, description: `Is called ${name}`, input: z.object({}), execute: () => `I am ${name}` });

scenario(
  'long names that begin alike and short names, all called at once',
  async ({ agent, script, run, host }) => {
    script(
      // The model calls them by the names that it was told.
      ({ tools }) =>
        answer(
          ...tools.map(({ name }, at) => ({ type: 'call', id: `c${at}`, name, pieces: ['{}'] }) as const),
        ),
      answer(say('All called.')),
    );
    const result = await run(agent({ tools: names.map(make) }), 'Call everything.');
    expect(result.calls.all.map(({ name, status }) => `${name} ${status}`)).toEqual(
      names.map((name) => `${name} success`),
    );
    expect(host.seen[0]?.facts.tools.map(({ name }) => name)).toEqual(names);
  },
);

const oddNames = [
  'weather.now',
  '1st-choice',
  'größe',
  'ü'.repeat(90),
  'a b',
  `${'x'.repeat(100)}1`,
  `${'x'.repeat(100)}2`,
];

/** As another library may have stored it. */
const stored: readonly Message[] = [
  userMessage('Call everything.'),
  assistantMessage(
    oddNames.map((name, at) => ({
      type: 'tool-call',
      callId: `c${at}`,
      name,
      input: { at },
      executor: 'client',
    })),
  ),
  toolMessage(
    oddNames.map((name, at) => ({
      type: 'tool-result',
      callId: `c${at}`,
      name,
      status: 'success',
      content: [{ type: 'text', text: `result ${at}` }],
      executor: 'client',
    })),
  ),
  assistantMessage('All called.'),
];

scenario('a stored conversation with names that no API takes', async ({ agent, script, run, host }) => {
  script(answer(say('You called seven tools.')));
  await run(agent({ tools: names.map(make) }), [...stored, userMessage('What have I called?')]);
  const told = host.seen[0]?.facts.messages.flatMap(({ calls = [] }) => calls.map(({ name }) => name)) ?? [];
  expect(new Set(told).size).toBe(oddNames.length);
  for (const name of told) expect(name).toMatch(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/);
});
