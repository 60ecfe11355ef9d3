import { type AgentOptions, type Message, text, userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, everything, say, twoCalls } from './lib/answers.ts';
import { opaqueIn } from './lib/opaque-in.ts';
import { blue, red } from './lib/pictures.ts';
import { clock, getWeather, shot } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

/** Models of one provider that differ in what they take; the first is that of the table. */
const models: Readonly<Record<string, readonly string[]>> = {
  'openai-chat': ['gpt-6-astra', 'gpt-4.1'],
  'openai-responses': ['gpt-6-astra', 'gpt-4.1', 'gpt-5.5'],
  anthropic: ['claude-sonnet-5-5', 'claude-haiku-4-5', 'claude-opus-4-8', 'claude-opus-5-5'],
  google: ['gemini-3.8-flash', 'gemini-2.5-flash-lite', 'gemini-3.6-flash'],
  ollama: ['qwen3-vl:8b', 'mistral-small3.2'],
};

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
    const [own = '', ...others] = models[transport.name] ?? [];
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
