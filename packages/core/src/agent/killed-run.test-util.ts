import { appendFileSync } from 'node:fs';
import * as z from 'zod';
import {
  Agent,
  defineTool,
  type JsonObject,
  type Message,
  type Provider,
  type RunOptions,
  type RunPatch,
  type RunResult,
  type RunState,
} from '@pegboard/core';
import { pipe } from '@pegboard/core/tools';

/** An agent that pays and looks up in two turns, by itself and inside other tools, and tells a file each time that one of its tools really runs. */
export function storyAgent(log: string): Agent {
  const note = (what: string): void => appendFileSync(log, `${what}\n`);
  const pay = defineTool({
    name: 'pay',
    description: 'Pays',
    input: z.object({ amount: z.number() }),
    execute: ({ amount }, { idempotencyKey }) => {
      note(`pay ${idempotencyKey}`);
      return { what: `${amount} paid` };
    },
  });
  const lookUp = defineTool({
    name: 'look_up',
    description: 'Looks up',
    input: z.object({ what: z.string() }),
    effects: ({ what }) => ({ idempotent: true, reads: [what] }),
    execute: async ({ what }, { idempotencyKey }) => {
      note(`look_up ${idempotencyKey}`);
      return { amount: what.length };
    },
  });
  const bill = pipe({ name: 'bill', description: 'Looks up, pays, looks up' }, lookUp, pay, lookUp);
  const approved = defineTool({
    name: 'approved',
    description: 'Runs when somebody has said yes',
    input: z.object({}),
    approval: true,
    effects: { idempotent: true },
    execute: (_, { idempotencyKey }) => note(`approved ${idempotencyKey}`),
  });
  return new Agent({
    provider: storyProvider,
    model: 'm',
    // As a server's tools come: they are not known before a turn.
    tools: [pay, bill, { id: 'remote', list: () => [lookUp, approved] }],
  });
}

/** From a state to the end, with a yes to whatever is asked. */
export async function toTheEnd(
  log: string,
  state: RunState,
  options: Pick<RunOptions, 'checkpoint' | 'onEvent'> = {},
): Promise<RunResult> {
  let result = await storyAgent(log).resume(state, options);
  while (result.status === 'paused') {
    const approvals = Object.fromEntries(result.pending.map(({ callId }) => [callId, true]));
    result = await storyAgent(log).resume(result.state, { ...options, approvals });
  }
  return result;
}

const turns: readonly (readonly { readonly name: string; readonly args: JsonObject }[])[] = [
  [
    { name: 'look_up', args: { what: 'a' } },
    { name: 'bill', args: { what: 'abc' } },
  ],
  [
    { name: 'approved', args: {} },
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

/** Has the process killed after so many steps, each a patch or an event; patches are written to a file first. */
export function deadly(file: string, last: number) {
  let count = 0;
  const step = (): void => {
    if (++count === last) process.kill(process.pid, 'SIGKILL');
  };
  return {
    checkpoint: (patch: RunPatch): void => {
      appendFileSync(file, `${JSON.stringify(patch)}\n`);
      step();
    },
    onEvent: step,
  };
}

/** The conversation without what differs from run to run, and what a call came to that was cut off and not run again. */
export function essence(messages: readonly Message[], interrupted: ReadonlySet<string>): unknown {
  return messages.map(({ role, content }) => ({
    role,
    content: content.map((part) =>
      part.type === 'tool-result' && interrupted.has(part.callId) ? part.callId : part,
    ),
  }));
}
