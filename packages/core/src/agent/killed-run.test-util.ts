import { appendFileSync } from 'node:fs';
import * as z from 'zod';
import { Agent, defineTool, type Provider, type RunPatch } from '@pegboard/core';

/** An agent that pays and looks up in two turns, and tells a file each time that one of its tools really runs. */
export function storyAgent(log: string): Agent {
  const note = (what: string): void => appendFileSync(log, `${what}\n`);
  const pay = defineTool({
    name: 'pay',
    description: 'Pays',
    input: z.object({ amount: z.number() }),
    execute: ({ amount }, { idempotencyKey }) => {
      note(`pay ${idempotencyKey}`);
      return { paid: amount };
    },
  });
  const lookUp = defineTool({
    name: 'look_up',
    description: 'Looks up',
    input: z.object({ what: z.string() }),
    effects: { idempotent: true },
    execute: async ({ what }, { idempotencyKey }) => {
      note(`look_up ${idempotencyKey}`);
      return { found: what };
    },
  });
  return new Agent({ provider: storyProvider, model: 'm', tools: [pay, lookUp] });
}

const turns = [
  [
    { name: 'pay', args: { amount: 1 } },
    { name: 'look_up', args: { what: 'a' } },
  ],
  [
    { name: 'look_up', args: { what: 'b' } },
    { name: 'pay', args: { amount: 2 } },
  ],
];

/** Its answers depend on the conversation only, so that a resumed run gets the same. */
const storyProvider: Provider = {
  name: 'story',
  async *stream({ messages }) {
    const turn = messages.filter((message) => message.role === 'assistant').length;
    const calls = (turns[turn] ?? []).map((call, index) => ({
      type: 'part' as const,
      index,
      part: {
        type: 'tool-call' as const,
        callId: `call_${turn}_${index}`,
        executor: 'client' as const,
        ...call,
      },
    }));
    const text = calls.length > 0 ? [] : [{ type: 'text' as const, index: 0, text: 'All done.' }];
    yield [
      ...calls,
      ...text,
      { type: 'finish', finish: { unified: calls.length > 0 ? 'tool-calls' : 'stop' }, usage: {} },
    ];
  },
};

/** Writes each patch to a file, and has the process killed right after the patch of that number. */
export function deadlyCheckpoint(file: string, last: number): (patch: RunPatch) => void {
  let count = 0;
  return (patch) => {
    appendFileSync(file, `${JSON.stringify(patch)}\n`);
    if (++count === last) process.kill(process.pid, 'SIGKILL');
  };
}
