import { systemMessage, userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, say } from './lib/answers.ts';
import { clock, getWeather } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

scenario('plain turns with instructions, one run after the other', async ({ agent, script, run, host }) => {
  script(
    answer(say('Hello, Ada.')),
    answer(say('Your name is Ada.')),
    answer(say('Grüße 東京 🙂 "\\"\n\tend')),
  );
  const guide = agent({ instructions: 'Be brief.', tools: [getWeather, clock] });
  const first = await run(guide, 'I am Ada.');
  const second = await run(guide, [...first.messages, userMessage('Who am I?')]);
  const third = await run(guide, [...second.messages, userMessage('Say something odd: "\\" \u2028 👩‍👩‍👧 \n\t')]);
  expect(third.text).toBe('Grüße 東京 🙂 "\\"\n\tend');
  expect(third.messages.map(({ role }) => role).join(' ')).toBe(
    'user assistant user assistant user assistant',
  );
  for (const { facts } of host.seen) {
    expect(facts.messages[0]).toMatchObject({ role: 'system', text: 'Be brief.' });
    expect(facts.tools.map(({ name }) => name)).toEqual(['get_weather', 'clock']);
  }
});

scenario('a system message in the middle of the conversation', async ({ agent, script, run }) => {
  script(answer(say('One.')), answer(say('Two.')));
  const first = await run(agent(), 'Count.');
  const { text } = await run(agent(), [
    ...first.messages,
    systemMessage('From now on be kind.'),
    userMessage('On!'),
  ]);
  expect(text).toBe('Two.');
});

scenario('an empty answer, and the conversation goes on', async ({ agent, script, run, held }) => {
  script(answer(), answer(say('Here I am.')));
  const first = await run(agent(), 'Anybody there?');
  expect(first).toMatchObject({ status: 'done', text: '' });
  const { text, messages } = await run(agent(), [...first.messages, userMessage('Hello?')]);
  expect(text).toBe('Here I am.');
  // The empty answer is left out when a conversation is given back.
  held([...first.messages, userMessage('Hello?'), ...messages.slice(-1)]);
});
