import { isProviderError, type JsonObject, type JsonValue } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';

import { createAnswerReader, readAnswer } from './read-answer.ts';

const call = { provider: 'anthropic', model: 'm', headers: {}, secrets: [] };

const content: JsonObject[] = [
  { type: 'thinking', thinking: 'a', signature: 's' },
  { type: 'redacted_thinking', data: 'd' },
  {
    type: 'text',
    text: 'b',
    citations: [{ type: 'web_search_result_location', url: 'https://a.b', cited_text: 'c' }],
  },
  { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'x' } },
  { type: 'web_search_tool_result', tool_use_id: 's1', content: [{ type: 'web_search_result', url: 'u' }] },
  { type: 'mcp_tool_result', tool_use_id: 'm1', is_error: true, content: [{ type: 'text', text: 't' }] },
  { type: 'compaction', content: 'x' },
  { type: 'tool_use', id: 't1', name: 'clock', input: { a: 1 }, caller: { type: 'direct' } },
];
const end = {
  stop_reason: 'tool_use',
  stop_details: { category: 'x' },
  container: { id: 'c', expires_at: 'e' },
};
const usage = { input_tokens: 1, output_tokens: 2, output_tokens_details: { thinking_tokens: 1 } };
const whole: JsonObject = { id: 'msg_1', model: 'm-1', content, usage, ...end };
const events: JsonObject[] = [
  { type: 'message_start', message: { id: 'msg_1', model: 'm-1', usage } },
  ...content.flatMap((block, index) => [
    { type: 'content_block_start', index, content_block: block },
    { type: 'content_block_delta', index, delta: { type: 'text_delta', text: 't' } },
    { type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: '{"b":2}' } },
    {
      type: 'content_block_delta',
      index,
      delta: { type: 'citations_delta', citation: { url: 'https://c.d' } },
    },
    { type: 'content_block_stop', index },
  ]),
  { type: 'message_delta', delta: end, usage },
  { type: 'message_stop' },
];

const junk: readonly JsonValue[] = [null, 7, '', 'junk', true, [], {}, [null], { type: 7 }, -1, '__proto__'];

/** Numbers from 0 to below `size`, the same in every run. */
function chooser(seed: number): (size: number) => number {
  let state = seed;
  return (size) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * size);
  };
}

/** A copy in which some values, at any depth, are something else or gone. */
function spoil(value: JsonValue, pick: (size: number) => number): JsonValue {
  if (pick(25) === 0) return junk[pick(junk.length)] ?? null;
  if (Array.isArray(value)) return value.map((item: JsonValue) => spoil(item, pick));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(() => pick(30) !== 0);
  return Object.fromEntries(kept.map(([key, inner]) => [key, spoil(inner as JsonValue, pick)])); // JSON holds no undefined
}

describe('an answer in which anything may be anything', () => {
  it('is read, or refused as one that cannot be', () => {
    for (let seed = 0; seed < 3000; seed++) {
      const pick = chooser(seed * 104_729);
      const attempts = [
        () => readAnswer(spoil(whole, pick), call),
        () => {
          const reader = createAnswerReader(call);
          const out: Parameters<typeof reader.finish>[0] = [];
          for (const event of events) reader.read(spoil(event, pick), out);
          reader.finish(out);
          return out;
        },
      ];
      for (const attempt of attempts) {
        try {
          expect(attempt().at(-1)?.type).toBe('finish');
        } catch (error) {
          if (!isProviderError(error)) throw error;
        }
      }
    }
  });
});
