import { userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, call, say } from './lib/answers.ts';
import { clock, getWeather } from './lib/tools.ts';
import { between } from './play/between.ts';
import { scenario } from './play/scenario.ts';

const odd = ['a b/c:d', 'x'.repeat(70), 'ü', 'c.1', 'same'];

function callsWith(ids: readonly string[]) {
  return answer(...ids.map((id, at) => call(id, 'get_weather', { city: `City ${at}` })));
}

scenario('call ids that are long, odd, or come again in a later turn', async ({ agent, script, run }) => {
  // No host of these gives out what it does not take back itself; relays do.
  script(
    callsWith(odd),
    callsWith(['same', 'c.1']),
    answer(say('Sunny.')),
    callsWith(['same']),
    answer(say('Still.')),
  );
  const watcher = agent({ tools: [getWeather, clock] });
  const first = await run(watcher, 'Weather?');
  const second = await run(watcher, [...first.messages, userMessage('And now?')]);
  expect(second.text).toBe('Still.');
});

scenario(
  'calls without an id',
  async ({ agent, script, run }) => {
    const twice = [callsWith(['', '']), callsWith(['', ''])].map((each) => ({
      ...each,
      quirks: ['no-id'] as const,
    }));
    script(...twice, answer(say('Sunny.')));
    expect((await run(agent({ tools: [getWeather] }), 'Weather?')).text).toBe('Sunny.');
  },
  { where: ({ wire }) => wire.quirks.has('no-id') },
);

between('odd call ids of one provider at another', async (from, to) => {
  from.script(callsWith(odd), answer(say('Sunny.')));
  const first = await from.run(from.agent({ tools: [getWeather] }), 'Weather?');
  to.script(callsWith(['same', 'a b/c:d']), answer(say('Still sunny.')));
  const second = await to.run(to.agent({ tools: [getWeather] }), [
    ...first.messages,
    userMessage('And now?'),
  ]);
  from.held(second.messages);
  to.held(second.messages);
});
