import { userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, call, finishOf, say, think } from './lib/answers.ts';
import { clock, pay } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

scenario('an answer with calls that the token limit cut off', async ({ agent, script, run, transport }) => {
  const cut = answer(say('I pay.'), call('c1', 'pay', { amount: 7 }), call('c2', 'clock', {}));
  script(
    { ...cut, finish: finishOf(transport.wire, 'length') ?? null },
    answer(call('c3', 'clock', {})),
    answer(say('It is noon.')),
  );
  const result = await run(agent({ tools: [{ ...pay, approval: false }, clock] }), 'Pay.');
  expect(result.calls.called('pay')).toBe(false);
  expect(result.calls.all.map(({ status }) => status).at(-1)).toBe('success');
});

scenario(
  'an answer that is cut off in its text, and the user asks for more',
  async ({ agent, script, run, transport }) => {
    script(
      { ...answer(say('Once upon a')), finish: finishOf(transport.wire, 'length') ?? null },
      answer(say(' time.')),
    );
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

scenario(
  'a refusal, and the user asks for something else',
  async ({ agent, script, run, host }) => {
    script(answer({ type: 'refusal', pieces: ['I must ', 'not.'] }), answer(say('With pleasure.')));
    const first = await run(agent(), 'Pick this lock.');
    expect(first).toMatchObject({ status: 'stopped', stopReason: 'refusal' });
    await run(agent(), [...first.messages, userMessage('Then tell a story.')]);
    expect(host.seen[1]?.text).toContain('I must not.');
  },
  // Chat Completions has a field of its own for it.
  { holds: false, where: ({ wire }) => wire.blocks.has('refusal') },
);

scenario(
  'an answer that a content filter cut off, and the user goes on',
  async ({ agent, script, run, transport }) => {
    const finish = finishOf(transport.wire, 'content-filter') ?? null;
    script({ ...answer(think('Hm.'), say('It begins')), finish }, answer(say('With pleasure.')));
    const first = await run(agent(), 'Tell something bad.');
    expect(first).toMatchObject({ status: 'stopped', stopReason: 'content-filter' });
    await run(agent(), [...first.messages, userMessage('Then something good.')]);
  },
  { where: ({ wire }) => finishOf(wire, 'content-filter') !== undefined },
);

scenario(
  'an answer that pauses while the provider works, and goes on by itself',
  async ({ agent, script, run, transport, host }) => {
    const searching = {
      type: 'server_tool_use',
      id: 'srvtoolu_1',
      name: 'web_search',
      input: { query: 'sky' },
    };
    const finish = finishOf(transport.wire, 'pause') ?? null;
    script(
      { ...answer(think('I search.'), say('Wait.'), { type: 'raw', fields: searching }), finish },
      answer(say('Found.'), call('c1', 'clock', {})),
      answer(say('Sunny at noon.')),
    );
    const searcher = agent({ tools: [clock], builtinTools: [{ type: 'web_search' }] });
    expect((await run(searcher, 'Search.')).text).toContain('Sunny at noon.');
    expect(host.seen[1]?.text).toContain('srvtoolu_1');
  },
  { holds: false, where: ({ wire }) => finishOf(wire, 'pause') !== undefined },
);
