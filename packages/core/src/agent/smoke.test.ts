import { expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, defineTool } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

it('runs', async () => {
  const add = defineTool({
    name: 'add',
    description: 'Adds',
    input: z.object({ a: z.number(), b: z.number() }),
    execute: ({ a, b }) => a + b,
  });
  const provider = scriptedProvider([
    {
      calls: [
        { name: 'add', input: { a: 1, b: 2 } },
        { name: 'add', input: { a: 'x' } },
      ],
    },
    'The sum is 3.',
  ]);
  const agent = new Agent({ provider, model: 'm', tools: [add], instructions: 'Be brief' });
  const events: unknown[] = [];
  for await (const e of agent.stream('1+2?')) events.push(e);
  console.log(JSON.stringify(events, null, 1));
  expect(events.length).toBeGreaterThan(5);
});
