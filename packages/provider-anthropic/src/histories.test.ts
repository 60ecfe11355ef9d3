import type { AssistantPart, JsonObject, Message, ToolSpec, UserPart } from '@pegboard/core/provider';
import { anthropicMessagesWire as wire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { createMessagesCodec } from './codec.ts';
import { request, summarise, toMessage } from './loopback.test-util.ts';

const codec = createMessagesCodec({
  provider: 'anthropic',
  firstParty: true,
  oldVersion: false,
  betas: [],
  maxOutputTokens: () => 64_000,
  now: () => 0,
});

/** Numbers from 0 to below `size`, the same in every run. */
function chooser(seed: number): (size: number) => number {
  let state = seed;
  return (size) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * size);
  };
}

const models = ['claude-opus-4-8', 'claude-opus-5-5', 'claude-sonnet-4-5', 'claude-test'];

/** What the strict host answers, with signatures that it can tell from others. */
function ownAnswer(model: string): readonly AssistantPart[] {
  const answer = wire.opaque?.answer;
  if (!answer) return [];
  const info = { provider: 'anthropic', model, headers: {}, secrets: [] };
  return toMessage(summarise(codec.readAnswer(wire.body(answer), info, request()))).content;
}

const own = new Map(models.map((model) => [model, ownAnswer(model)]));

const foreign = { 'somebody.else': { signature: 'OPAQUE' } };
const texts = ['Hello', '', '  \n', 'cut \ud83d here', '{"a":1}'];
const ids = ['c1', 'c2', 'c3', 'an id with blanks', 'x'.repeat(90), ''];
const tools: ToolSpec[] = ['clock', 'weather'].map((name) => ({
  name,
  description: name === 'clock' ? '' : 'Weather',
  inputSchema: { type: 'object' },
}));

/** A conversation that no host would take as it is: ids without pattern, results anywhere, empty parts, foreign state. */
function anyHistory(pick: (size: number) => number): Message[] {
  const of = <T>(list: readonly T[]): T => list[pick(list.length)] as T; // the index is within
  const text = (): UserPart => ({ type: 'text', text: of(texts) });
  const result = (): Extract<Message, { role: 'tool' }>['content'][number] => ({
    type: 'tool-result',
    callId: of(ids),
    name: 'clock',
    status: of(['success', 'failed', 'denied', 'retry', 'interrupted']),
    content: Array.from({ length: pick(3) }, text),
    executor: 'client',
  });
  const parts: (() => AssistantPart[])[] = [
    () => [text()],
    () => [
      {
        type: 'tool-call',
        callId: of(ids),
        name: of(['clock', 'weather', 'gone']),
        input: {},
        executor: 'client',
      },
    ],
    () => [{ type: 'reasoning', text: 'hm', providerData: foreign }],
    () => [
      {
        type: 'tool-call',
        callId: 's1',
        name: 'web',
        input: {},
        executor: 'provider',
        providerData: foreign,
      },
    ],
    () => [{ type: 'source', url: 'https://example.com' }],
  ];
  const media: UserPart = {
    type: 'media',
    mediaType: of(['image/png', 'audio/wav', 'text/plain']),
    data: btoa('data'),
  };
  let answered = false;
  return Array.from({ length: pick(9) }, (_, at): Message => {
    const id = `m${at}`;
    const kind = pick(6);
    if (kind === 0) return { id, role: 'system', content: [{ type: 'text', text: of(texts) }] };
    if (kind === 1) return { id, role: 'user', content: [text(), ...(pick(3) === 0 ? [media] : [])] };
    if (kind === 2) return { id, role: 'tool', content: Array.from({ length: 1 + pick(3) }, result) };
    const finish = { unified: of(['stop', 'tool-calls', 'pause'] as const) };
    if (kind === 3 && !answered) {
      answered = true;
      const whole = own.get(of(models)) ?? [];
      // An answer that was cut off, or that was repeated.
      const content = pick(3) === 0 ? whole.slice(0, pick(whole.length)) : whole;
      const again = pick(5) === 0 ? content.filter(({ type }) => type !== 'reasoning') : [];
      return { id, role: 'assistant', content: [...content, ...again], finish };
    }
    const content = Array.from({ length: pick(4) }, () => of(parts)()).flat();
    return { id, role: 'assistant', content, finish };
  });
}

describe('any conversation', () => {
  it('becomes a request that the strict host takes', () => {
    for (let seed = 0; seed < 3000; seed++) {
      const pick = chooser(seed * 7919);
      const messages = anyHistory(pick);
      const model = models[pick(models.length)] ?? '';
      const change = {
        model,
        messages,
        tools: pick(3) === 0 ? [] : tools,
        toolChoice: (['auto', 'none', 'required', { tool: 'clock' }] as const)[pick(4)] ?? 'auto',
        settings: {
          ...(pick(2) === 0 && { promptCache: true }),
          ...(pick(2) === 0 && {
            reasoning: (['none', 'low', 'max', { budgetTokens: 3000 }] as const)[pick(4)] ?? 'low',
          }),
        },
      };
      const { body } = codec.render(request(change));
      const problems = wire.violations(JSON.parse(body) as JsonObject);
      expect(problems, `seed ${seed}: ${JSON.stringify(messages)}\n${body}`).toEqual([]);
      expect(codec.render(request(structuredClone(change))).body, `seed ${seed}`).toBe(body);
    }
  });
});
