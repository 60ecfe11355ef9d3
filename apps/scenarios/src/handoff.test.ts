import { userMessage } from '@pegboard/core';
import { handoff } from '@pegboard/core/tools';
import { expect } from 'vitest';
import { answer, call, say, think } from './lib/answers.ts';
import { red } from './lib/pictures.ts';
import { clock, shot } from './lib/tools.ts';
import { between } from './play/between.ts';
import { expectNoLeak } from './play/expect-no-leak.ts';

between('an agent hands over to an agent of another provider, beside other calls', async (from, to) => {
  const expert = to.agent({ name: 'expert', instructions: 'You know.', tools: [clock, shot] });
  const desk = from.agent({
    instructions: 'You sort.',
    tools: [clock, handoff(expert, { description: 'For more' })],
  });
  from.script(
    answer(
      think('Not for me.'),
      call('c1', 'clock', {}),
      call('c2', 'transfer_to_expert', { reason: 'hard' }),
    ),
  );
  to.script(answer(call('c3', 'shot', {}), call('c4', 'clock', {})), answer(say('Here it is.')));
  const first = await from.run(desk, [{ type: 'text', text: 'Explain this.' }, red]);
  expect(first).toMatchObject({ status: 'done', text: 'Here it is.' });
  expect(to.host.seen[0]?.facts.messages[0]).toMatchObject({ role: 'system', text: 'You know.' });
  expectNoLeak(to.host.seen, from.transport.name, first.messages);

  from.script(answer(say('You are welcome.')));
  const second = await from.run(desk, [...first.messages, userMessage('Thanks.')]);
  from.held(second.messages);
  to.held(second.messages);
});
