import fc from 'fast-check';
import * as z from 'zod';
import {
  Agent,
  type AgentOptions,
  type AnyTool,
  defer,
  defineTool,
  type ExternalAnswer,
  type JsonValue,
  type Message,
  type PendingCall,
  type Provider,
  result,
  type ResumeOptions,
  RetryToolCall,
  suspend,
  ToolFailure,
} from '@pegboard/core';
import { parallel, pipe, withOptions } from '@pegboard/core/tools';
import { type ScriptedCall, scriptedProvider } from '@pegboard/testing';

/** One call of the model, and what becomes of what somebody is asked about it. */
export interface StoryCall {
  readonly name: string;
  readonly n: number;
  readonly approve: 'yes' | 'no' | 'changed';
  readonly answer: 'value' | 'rich' | 'failure' | 'retry';
}

/** The calls of each turn. */
export type Story = readonly (readonly StoryCall[])[];

const input = z.object({ n: z.number() });
const idempotent = { effects: { idempotent: true } } as const;

/** Tools that do what their name says; each takes as many turns of the microtask queue as `n` says. */
function basicTools() {
  const tool = (name: string, act: (n: number) => unknown, more: object = {}): AnyTool =>
    defineTool({
      name,
      description: `Does ${name}`,
      input,
      ...idempotent,
      ...more,
      execute: async ({ n }) => {
        for (let tick = 0; tick < n; tick++) await Promise.resolve();
        return act(n);
      },
    });
  const fail = (error: Error) => (): never => {
    throw error;
  };
  return {
    plain: tool('plain', (n) => n),
    fails: tool('fails', fail(new ToolFailure('it cannot be'))),
    throws: tool('throws', fail(new TypeError('a fault'))),
    wants_another: tool('wants_another', fail(new RetryToolCall('with another n'))),
    refused: tool('refused', (n) => n, { check: () => 'never' }),
    asked: tool('asked', (n) => ({ n }), { approval: true }),
    asked_sometimes: tool('asked_sometimes', (n) => ({ n }), {
      approval: (given: { n: number }) => given.n % 2 === 1 && 'it is odd',
    }),
    outside: defineTool({ name: 'outside', description: 'Somebody else does it', input }),
    later: tool('later', (n) => fail(defer({ n }))()),
    suspends: defineTool({
      name: 'suspends',
      description: 'Stops in the middle',
      input,
      ...idempotent,
      execute: ({ n }, { resumed }) => {
        if (!resumed) throw suspend({ n });
        return { before: resumed.state, after: resumed.value ?? null };
      },
    }),
    writes: tool('writes', (n) => n, { effects: { idempotent: true, writes: ['a'] } }),
    alone: tool('alone', (n) => n, { concurrency: 'barrier' }),
    final: tool('final', (n) => result({ n }, { final: n === 3 })),
  };
}

/** Tools that call tools. */
function outerTools() {
  const { plain, asked, asked_sometimes: sometimes, outside, suspends } = basicTools();
  const both = parallel({ outside, sometimes, suspends });
  const expert = new Agent({
    provider: answersBy((asked_) => [
      [
        { name: 'asked', input: { n: 1 }, callId: `${asked_}_a` },
        { name: 'outside', input: { n: 2 }, callId: `${asked_}_b` },
        { name: 'plain', input: { n: 0 }, callId: `${asked_}_c` },
      ],
    ]),
    model: 'm',
    name: 'expert',
    tools: [plain, asked, outside],
  });
  return {
    piped: pipe({ name: 'piped', description: 'One after the other' }, sometimes, asked, plain),
    beside: defineTool({
      name: 'beside',
      description: 'Several at once',
      input,
      ...idempotent,
      execute: async ({ n }, { call }) =>
        call(both, { outside: { n }, sometimes: { n }, suspends: { n } }).catch(() => 'not all of them'),
    }),
    expert: withOptions(
      expert.asTool({
        name: 'expert',
        description: 'Knows more',
        input: z.object({ n: z.number(), id: z.string() }),
        prompt: ({ id }: { id: string }) => id,
      }),
      idempotent,
    ),
  };
}

const names = [...Object.keys(basicTools()), ...Object.keys(outerTools()), 'no_such_tool'];

export const stories: fc.Arbitrary<Story> = fc.array(
  fc.array(
    fc.record<StoryCall>({
      name: fc.constantFrom(...names),
      n: fc.nat({ max: 3 }),
      approve: fc.constantFrom<StoryCall['approve'][]>('yes', 'yes', 'no', 'changed'),
      answer: fc.constantFrom<StoryCall['answer'][]>('value', 'value', 'rich', 'failure', 'retry'),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  { minLength: 1, maxLength: 3 },
);

/** Answers by the conversation, so that another process goes on where the first was; `Done.` in the end. */
function answersBy(script: (asked: string) => readonly (readonly ScriptedCall[])[]): Provider {
  return scriptedProvider([], {
    otherwise: ({ messages }) => {
      const first = messages.find(({ role }) => role === 'user')?.content[0];
      const at = messages.filter(({ role }) => role === 'assistant').length;
      const calls = script(first?.type === 'text' ? first.text : '')[at];
      return calls ? { calls } : 'Done.';
    },
  });
}

/** The agent of a story as a new process makes it: nothing of it was there before. */
export function storyAgent(story: Story, more: Partial<AgentOptions> = {}): Agent {
  const script = story.map((calls, turn) =>
    calls.map(({ name, n }, at) => {
      const callId = `t${turn}_${at}`;
      return { name, callId, input: { n, ...(name === 'expert' && { id: callId }) } };
    }),
  );
  return new Agent({
    provider: answersBy(() => script),
    model: 'm',
    tools: [...Object.values(basicTools()), ...Object.values(outerTools())],
    maxToolRetries: false,
    repeatLimit: false,
    ...more,
  });
}

/** What the story says about calls that wait, those inside others included. */
export function decisionsOn(story: Story, pending: readonly PendingCall[]): ResumeOptions {
  const approvals: Record<string, NonNullable<ResumeOptions['approvals']>[string]> = {};
  const external: Record<string, ExternalAnswer> = {};
  const resumed: Record<string, JsonValue> = {};
  for (const { callId, kind, input: asked } of pending) {
    const [, turn = 0, at = 0] = /^t(\d+)_(\d+)/.exec(callId) ?? [];
    const { approve = 'yes', answer = 'value' } = story[Number(turn)]?.[Number(at)] ?? {};
    if (kind === 'approval')
      approvals[callId] =
        approve === 'yes'
          ? true
          : approve === 'no'
            ? { deny: 'no' }
            : { approve: true, input: { ...asked, n: 0 } };
    else if (kind === 'external') external[callId] = answers[answer]();
    else resumed[callId] = { answer };
  }
  return { approvals, external, resumed };
}

const answers: Record<StoryCall['answer'], () => ExternalAnswer> = {
  value: () => ({ n: 2 }),
  rich: () => result({ n: 1 }, { metadata: { by: 'hand' }, content: [{ type: 'text', text: 'by hand' }] }),
  failure: () => new ToolFailure('nobody could'),
  retry: () => new RetryToolCall('ask for less'),
};

/** What is the same however often a run was interrupted. */
export function essence(messages: readonly Message[]): unknown {
  return messages.map(({ id: _id, ...message }) => message);
}

export function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
