import { expect, test } from 'vitest';
import * as z from 'zod';
import { Agent, defineTool, type RunState } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

const pay = defineTool({
  name: 'pay',
  description: 'Pays',
  input: z.object({ amount: z.number() }),
  approval: true,
  execute: ({ amount }) => `paid ${amount}`,
});
const copy = (state: RunState): RunState => JSON.parse(JSON.stringify(state)) as RunState;

function paying(sealKey?: string): Agent {
  const provider = scriptedProvider([{ calls: [{ name: 'pay', input: { amount: 1 } }] }], {
    otherwise: 'Done.',
  });
  return new Agent({ provider, model: 'm', tools: [pay], ...(sealKey !== undefined && { sealKey }) });
}

test('a sealed state is resumed as it was, whatever the order of its keys', async () => {
  const agent = paying('a secret of some length');
  const { state, pending } = await agent.run('x');
  const shuffled = Object.fromEntries(Object.entries(copy(state)).toReversed()) as unknown as RunState;
  const done = await agent.resume(shuffled, { approvals: { [pending[0]?.callId ?? '']: true } });
  expect(done.calls.lastResult('pay')).toBe('paid 1');
  expect(done.state.seal).not.toBe(state.seal);
});

test.each([
  [
    'another amount',
    (state: RunState) => ({
      ...state,
      calls: state.calls.map((call) => ({ ...call, input: { amount: 1000 } })),
    }),
  ],
  [
    'an approval',
    (state: RunState) => ({ ...state, calls: state.calls.map((call) => ({ ...call, approved: true })) }),
  ],
  ['no seal', (state: RunState) => JSON.parse(JSON.stringify({ ...state, seal: undefined })) as RunState],
  ['a seal that is no seal', (state: RunState) => ({ ...state, seal: 'x' })],
])('a state with %s is refused', async (_, change) => {
  const agent = paying('a secret of some length');
  const { state } = await agent.run('x');
  await expect(agent.resume(change(copy(state)))).rejects.toMatchObject({ code: 'invalid-state' });
});

test('a state that was sealed with another key is refused, and one without a key is not sealed', async () => {
  const { state } = await paying('one').run('x');
  await expect(paying('two').resume(copy(state))).rejects.toMatchObject({ code: 'invalid-state' });
  expect((await paying().run('x')).state.seal).toBeUndefined();
});
