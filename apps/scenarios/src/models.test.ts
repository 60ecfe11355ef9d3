import { type AgentOptions, type Message, text, userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, everything, say, twoCalls } from './lib/answers.ts';
import { opaqueIn } from './lib/opaque-in.ts';
import { blue, red } from './lib/pictures.ts';
import { clock, getWeather, shot } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

/** APIs whose signatures mean nothing to another model. */
const bound = new Set(['anthropic.messages', 'google.generate-content']);

scenario(
  'a conversation goes through all models of a provider, and back',
  async ({ agent, script, run, host, transport }) => {
    const options: Partial<AgentOptions> = {
      instructions: 'You watch the sky.',
      tools: [getWeather, clock, shot],
      builtinTools: [{ type: 'web_search' }],
      settings: { reasoning: 'low' },
    };
    script(everything(transport.wire), twoCalls('a'), answer(say('Sunny.')));
    let result = await run(agent(options), [text('Is it sunny?'), red]);
    const [own, ...others] = transport.models;
    for (const [number, model] of [...others, own].entries()) {
      const seen = host.seen.length;
      script(twoCalls(`b${number}`), answer(say(`Sunny, says ${model}.`)));
      result = await run(agent({ ...options, model }), [
        ...result.messages,
        userMessage([text('And now?'), blue]),
      ]);
      expect(result.text).toBe(`Sunny, says ${model}.`);
      if (!bound.has(host.wire.codec)) continue;
      const sent = host.seen.slice(seen).map((request) => request.text);
      for (const signature of signaturesOfOthers(result.messages, model))
        expect(sent.join()).not.toContain(signature);
    }
  },
);

function signaturesOfOthers(messages: readonly Message[], model: string): readonly string[] {
  const answers = messages.filter((message) => message.role === 'assistant');
  const own = opaqueIn(answers.filter(({ origin }) => origin?.model === model));
  const others = opaqueIn(answers.filter(({ origin }) => origin?.model !== model));
  return others.filter((secret) => !own.includes(secret) && !found.test(secret));
}

/** What a search found is no thought: every model of the API reads it. */
const found = /^PegboardSeal\.(?:page|index)\./;
