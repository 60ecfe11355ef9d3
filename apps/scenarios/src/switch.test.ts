import { type AgentOptions, inProcessMemory, type RunState, text, userMessage } from '@pegboard/core';
import { checkPortability } from '@pegboard/core/models';
import { expect } from 'vitest';
import { answer, call, everything, say, think, twoCalls } from './lib/answers.ts';
import { blue, red } from './lib/pictures.ts';
import { clock, getWeather, pay, shot } from './lib/tools.ts';
import { between } from './play/between.ts';
import { expectNoLeak } from './play/expect-no-leak.ts';

const options: Partial<AgentOptions> = {
  instructions: 'You watch the sky.',
  tools: [getWeather, clock, shot],
  builtinTools: [{ type: 'web_search' }],
};

between('a conversation with all there is moves to another provider, and back', async (from, to) => {
  from.script(
    everything(from.transport.wire),
    twoCalls('p'),
    answer(think('So it is.'), say('Sunny, at noon.')),
  );
  const first = await from.run(from.agent(options), [text('Is it sunny?'), red]);
  expect(checkPortability({ ...options, messages: first.messages }, to.target)).toMatchObject({ ok: true });

  to.script(twoCalls('q'), everything(to.transport.wire), answer(say('Still sunny.')));
  const second = await to.run(to.agent(options), [...first.messages, userMessage([text('And now?'), blue])]);
  expect(second.text).toBe('Still sunny.');
  expectNoLeak(to.host.seen, from.transport.name, second.messages, from.transport.wire.opaque?.secrets);
  expect(checkPortability({ ...options, messages: second.messages }, from.target)).toMatchObject({
    ok: true,
  });

  from.script(twoCalls('r'), answer(say('Good night.')));
  const third = await from.run(from.agent(options), [...second.messages, userMessage('Good night.')]);
  expectNoLeak(
    from.host.seen.slice(3),
    to.transport.name,
    second.messages,
    to.transport.wire.opaque?.secrets,
  );
  from.held(third.messages);
  to.held(third.messages);
});

between('one thread of memory, used by agents of two providers in turn', async (from, to) => {
  const memory = inProcessMemory();
  const turns = { ...options, memory };
  from.script(twoCalls('a'), answer(say('Noon.')));
  await from.run(from.agent(turns), [text('What is the time?'), red], { thread: 't' });
  to.script(twoCalls('b'), answer(say('Noon again.')));
  await to.run(to.agent(turns), 'And now?', { thread: 't' });
  from.script(answer(say('Noon for ever.')));
  const { messages } = await from.run(from.agent(turns), 'And now?', { thread: 't' });
  from.held(messages);
  to.held(messages);
});

between('a run that pauses at one provider and goes on at another', async (from, to) => {
  const paying = { ...options, tools: [pay, clock, shot] };
  from.script(
    answer(
      think('Money.'),
      call('c1', 'clock', {}),
      call('c2', 'pay', { amount: 7 }),
      call('c3', 'shot', {}),
    ),
  );
  const paused = await from.run(from.agent(paying), [text('Pay this.'), red]);
  expect(paused.pending).toMatchObject([{ callId: 'c2' }]);
  const state = JSON.parse(JSON.stringify(paused.state)) as RunState;
  to.script(twoCalls('d'), answer(say('Paid.')));
  const done = await to.resume(to.agent(paying), state, { approvals: { c2: true } });
  expect(done).toMatchObject({ status: 'done', text: 'Paid.' });
  expectNoLeak(to.host.seen, from.transport.name, done.messages);
  from.held(done.messages);
  to.held(done.messages);
});
