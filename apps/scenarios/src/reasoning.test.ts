import { type Message, userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, call, say, think } from './lib/answers.ts';
import { opaqueIn } from './lib/opaque-in.ts';
import { clock, getWeather } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

const signed = new Set(['openai.responses', 'anthropic.messages', 'google.generate-content']);

scenario(
  'reasoning with its signatures, over two tool turns and a next question',
  async ({ agent, script, run, host }) => {
    script(
      answer(think('Two cities.'), call('c1', 'get_weather', { city: 'Rome' }), call('c2', 'clock', {})),
      answer(think('One is left.'), say('Just a moment.'), call('c3', 'get_weather', { city: 'Oslo' })),
      answer(think('Done.'), say('Sunny.')),
      answer(think('A new question.'), call('c4', 'clock', {})),
      answer(say('Noon.')),
    );
    const thinker = agent({ tools: [getWeather, clock], settings: { reasoning: 'high' } });
    const first = await run(thinker, 'Weather in Rome and Oslo?');
    const second = await run(thinker, [...first.messages, userMessage('And the time?')]);
    expect(second.text).toBe('Noon.');
    if (!signed.has(host.wire.codec)) return;
    // What came in the turns of one question goes back in them.
    expectEchoed(host.seen[1]?.text, first.messages.slice(0, 2));
    expectEchoed(host.seen[2]?.text, first.messages.slice(0, 4));
    expectEchoed(host.seen[4]?.text, second.messages.slice(-4, -2));
  },
);

function expectEchoed(request: string | undefined, messages: readonly Message[]): void {
  const opaque = opaqueIn(messages);
  expect(opaque.length).toBeGreaterThan(0);
  for (const secret of opaque) expect(request).toContain(secret);
}

scenario(
  'calls that the provider ran itself, beside one of ours',
  async ({ agent, script, run, host, transport }) => {
    const { answer: searching, secrets = [] } = transport.wire.opaque ?? {};
    if (searching)
      script(searching, answer(think('Now I know.'), say('Sunny.')), answer(say('You are welcome.')));
    const searcher = agent({ tools: [getWeather, clock], builtinTools: [{ type: 'web_search' }] });
    const first = await run(searcher, 'Is it sunny?');
    for (const secret of secrets) expect(host.seen[1]?.text).toContain(secret);
    expect(first.calls.all.every(({ name }) => name !== 'web_search')).toBe(true);
    await run(searcher, [...first.messages, userMessage('Thanks.')]);
  },
  { where: ({ wire }) => wire.opaque !== undefined },
);

scenario(
  'code that the model ran, with what came of it',
  async ({ agent, script, run, host }) => {
    script(
      answer(
        say('I count.'),
        { type: 'raw', fields: { executableCode: { language: 'PYTHON', code: 'print(6 * 7)' } } },
        { type: 'raw', fields: { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } } },
        call('c1', 'clock', {}),
      ),
      answer(say('42, at noon.')),
    );
    await run(agent({ tools: [clock], builtinTools: [{ type: 'code_execution' }] }), 'What is 6 times 7?');
    expect(host.seen[1]?.text).toContain('"code":"print(6 * 7)"');
    expect(host.seen[1]?.text).toContain('"outcome":"OUTCOME_OK"');
  },
  { where: ({ name }) => name === 'google' },
);
