import { userMessage } from '@pegboard/core';
import { withFallback } from '@pegboard/core/models';
import { expect } from 'vitest';
import { answer, call, say, think } from './lib/answers.ts';
import { red } from './lib/pictures.ts';
import { clock, getWeather, shot } from './lib/tools.ts';
import { between } from './play/between.ts';
import { expectNoLeak } from './play/expect-no-leak.ts';
import { agentAt } from './play/open-play.ts';

between(
  'a provider that fails in the middle of a conversation, and later is there again',
  async (from, to) => {
    const agent = agentAt(withFallback([from.target, to.target]), { tools: [getWeather, clock, shot] });
    from.script(
      answer(think('Two.'), call('c1', 'get_weather', { city: 'Rome' }), call('c2', 'shot', {})),
      { status: 503, message: 'down for the moment' },
      { status: 503, message: 'still down' },
    );
    to.script(answer(think('Going on.'), call('c3', 'clock', {})), answer(say('Sunny, at noon.')));
    const first = await from.run(agent, [{ type: 'text', text: 'Weather?' }, red]);
    expect(first).toMatchObject({ status: 'done', text: 'Sunny, at noon.' });
    expectNoLeak(to.host.seen, from.transport.name, first.messages);

    from.script(answer(call('c4', 'clock', {}), call('c5', 'clock', {})), answer(say('Noon, still.')));
    const second = await from.run(agent, [...first.messages, userMessage('And now?')]);
    expectNoLeak(from.host.seen.slice(3), to.transport.name, second.messages);
    from.held(second.messages);
    to.held(second.messages);
  },
);
