import { userMessage } from '@pegboard/core';
import type { WireFormat } from '@pegboard/testing';
import { expect } from 'vitest';
import { answer, call, say } from './lib/answers.ts';
import { clock, pay } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

const signedInput = 'the signature of a call whose input was changed is still sent';

/** The API's own word for the token limit. */
function cutOff({ finishReasons }: WireFormat): string {
  return finishReasons.find(({ unified }) => unified === 'length')?.raw ?? '';
}

scenario(
  'an answer with calls that the token limit cut off',
  async ({ agent, script, run, transport }) => {
    const cut = answer(say('I pay.'), call('c1', 'pay', { amount: 7 }), call('c2', 'clock', {}));
    script(
      { ...cut, finish: cutOff(transport.wire) },
      answer(call('c3', 'clock', {})),
      answer(say('It is noon.')),
    );
    const result = await run(agent({ tools: [{ ...pay, approval: false }, clock] }), 'Pay.');
    expect(result.calls.called('pay')).toBe(false);
    expect(result.calls.all.map(({ status }) => status).at(-1)).toBe('success');
  },
  { skip: ({ name }) => (name === 'google' ? signedInput : undefined) },
);

scenario(
  'an answer that is cut off in its text, and the user asks for more',
  async ({ agent, script, run, transport }) => {
    script({ ...answer(say('Once upon a')), finish: cutOff(transport.wire) }, answer(say(' time.')));
    const first = await run(agent(), 'Tell a story.');
    expect(first).toMatchObject({ status: 'stopped', stopReason: 'length', text: 'Once upon a' });
    await run(agent(), [...first.messages, userMessage('Go on.')]);
  },
);

scenario('an answer of nothing but calls, then one of blanks', async ({ agent, script, run }) => {
  script(
    answer(call('c1', 'clock', {})),
    answer({ type: 'text', pieces: [' \n', ' '] }),
    answer(say('Noon.')),
  );
  const clerk = agent({ tools: [clock] });
  const first = await run(clerk, 'What is the time?');
  expect(first.status).toBe('done');
  const { text } = await run(clerk, [...first.messages, userMessage('Well?')]);
  expect(text).toBe('Noon.');
});
