import type { RunState } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, call, say } from './lib/answers.ts';
import { clock, pay } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

const paying = () =>
  answer(call('c1', 'clock', {}), call('c2', 'pay', { amount: 7 }), call('c3', 'pay', { amount: 8 }));

scenario('an approval that is denied', async ({ agent, script, run }) => {
  script(paying(), answer(say('I paid one of them.')));
  const result = await run(agent({ tools: [pay, clock] }), 'Pay both.', {
    onApproval: ({ input }) => (input['amount'] === 7 ? true : { deny: 'Too much' }),
  });
  expect(result.calls.all.map(({ status }) => status)).toEqual(['success', 'success', 'denied']);
});

scenario(
  'a pause in the middle of parallel calls, taken up again from JSON',
  async ({ agent, script, run, resume, host }) => {
    script(paying(), answer(say('Done.')));
    const payer = agent({ tools: [pay, clock] });
    const paused = await run(payer, 'Pay both.');
    expect(paused).toMatchObject({ status: 'paused', stopReason: 'approval' });
    expect(paused.pending.map(({ callId }) => callId)).toEqual(['c2', 'c3']);
    expect(host.seen).toHaveLength(1);

    const state = JSON.parse(JSON.stringify(paused.state)) as RunState;
    const half = await resume(payer, state, { approvals: { c2: { approve: true, input: { amount: 5 } } } });
    expect(half.status).toBe('paused');
    const result = await resume(payer, JSON.parse(JSON.stringify(half.state)) as RunState, {
      approvals: { c3: { deny: 'No more' } },
    });
    expect(result).toMatchObject({ status: 'done', text: 'Done.' });
    expect(result.calls.all.map(({ status }) => status)).toEqual(['success', 'success', 'denied']);
    expect(host.seen).toHaveLength(2);
  },
);

scenario(
  'an approval of other input than the model gave, for the first of parallel calls',
  async ({ agent, script, run }) => {
    script(answer(call('c1', 'pay', { amount: 7 }), call('c2', 'clock', {})), answer(say('Paid 5.')));
    const result = await run(agent({ tools: [pay, clock] }), 'Pay.', {
      onApproval: () => ({ approve: true, input: { amount: 5 } }),
    });
    expect(result.calls.lastResult('pay')).toBe('Paid 5');
  },
);
