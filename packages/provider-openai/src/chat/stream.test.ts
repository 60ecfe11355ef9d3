import { createStreamReader, type ProviderError } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { delta, done, type Outcome, request, sse, summarise } from '../loopback.test-helper.ts';
import { createChatCodec } from './codec.ts';
import { openaiProfile } from './profile.ts';

const codec = createChatCodec(openaiProfile('openai'));
const call = { provider: 'openai', model: 'm', headers: { 'x-request-id': 'req_1' }, secrets: ['sk-hush'] };

function read(text: string): Outcome & { failure: Partial<ProviderError> | undefined } {
  const decoder = createStreamReader(codec, codec.createReader(call, request()), call);
  const events = [...decoder.bytes(new TextEncoder().encode(text)), ...decoder.end()];
  return { ...summarise(events), failure: decoder.failure as Partial<ProviderError> | undefined };
}

const parse = (answer: unknown): Outcome => summarise(codec.readAnswer(answer as never, call, request()));

const stop = sse(delta({}, 'stop')) + done;

describe('the stream of Chat Completions', () => {
  it('begins with what is known of the answer', () => {
    expect(read(sse(delta({ role: 'assistant', content: '' })) + stop).events[0]).toEqual({
      type: 'start',
      response: { id: 'chatcmpl-1', model: 'm-1', requestId: 'req_1' },
    });
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['brand_new', 'other'],
    ['constructor', 'other'],
    ['tool_calls', 'stop'],
  ])('finish reason %s without calls is %s', (raw, unified) => {
    expect(read(sse(delta({ content: 'a' }), delta({}, raw)) + done).finish).toEqual({ unified, raw });
  });

  it.each([
    ['stop', 'tool-calls'],
    ['tool_calls', 'tool-calls'],
    ['function_call', 'tool-calls'],
    ['brand_new', 'tool-calls'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
  ])('finish reason %s with calls is %s', (raw, unified) => {
    const calls = [{ index: 0, id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }];
    expect(read(sse(delta({ tool_calls: calls }), delta({}, raw)) + done).finish).toEqual({ unified, raw });
  });

  it('counts what is in a cache and what was reasoned, and keeps the record', () => {
    const raw = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 3 },
      new_field: 'x',
    };
    const text =
      sse(delta({}, 'stop'), { choices: [], usage: { prompt_tokens: 1 } }, { choices: [], usage: raw }) +
      done;
    expect(read(text).usage).toEqual({
      inputTokens: 10,
      outputTokens: 5,
      totalTokens: 15,
      cachedInputTokens: 4,
      cacheWriteTokens: 2,
      reasoningTokens: 3,
      raw,
    });
    expect(read(stop).usage).toEqual({});
  });

  it('gives a refusal as text that goes back as a refusal', () => {
    const { text, finish, parts } = read(
      sse(delta({ refusal: 'I ' }), delta({ refusal: 'will not' })) + stop,
    );
    expect(text).toBe('I will not');
    expect(finish?.unified).toBe('refusal');
    expect(parts).toEqual([
      { type: 'text', text: 'I will not', providerData: { 'openai.chat': { refusal: true } } },
    ]);
  });

  it('gives annotations as sources after the text', () => {
    const annotations = [
      {
        type: 'url_citation',
        url_citation: { url: 'https://a.example', title: 'A', start_index: 0, end_index: 1 },
      },
      { type: 'brand_new' },
    ];
    expect(read(sse(delta({ content: 'x', annotations })) + stop).parts).toEqual([
      { type: 'source', url: 'https://a.example', title: 'A' },
    ]);
  });

  it('gives reasoning of hosts that send it', () => {
    const { reasoning, text } = read(
      sse(delta({ reasoning_content: 'hm' }), delta({ reasoning: '…' }), delta({ content: 'x' })) + stop,
    );
    expect([reasoning, text]).toEqual(['hm…', 'x']);
  });

  it('skips what it does not know', () => {
    const text =
      ': keep-alive\n\nevent: odd\ndata: {"type":"odd"}\n\ndata: null\n\ndata: 7\n\ndata: [1]\n\n' +
      sse(
        { choices: [], prompt_filter_results: [] },
        { choices: null },
        { choices: [null] },
        { choices: [{ index: 1, delta: { content: 'another choice' } }] },
        { choices: [{ index: 0, delta: null }] },
        delta({ content: null, tool_calls: null, refusal: null, odd: {} }),
        delta({ content: [{ type: 'odd' }], annotations: [null, {}] }),
        delta({ content: 'x', obfuscation: 'abc' }),
      );
    expect(read(text + stop)).toMatchObject({ text: 'x', failure: undefined, finish: { raw: 'stop' } });
  });

  it('takes odd entries in the list of calls', () => {
    const odd = [null, {}, { function: null }, { index: 'x', id: 7, function: { name: 8, arguments: 9 } }];
    expect(read(sse(delta({ tool_calls: odd })) + stop)).toMatchObject({ failure: undefined });
    expect(read(sse(delta({ tool_calls: 'odd', annotations: 'odd' })) + stop).calls).toEqual([]);
  });

  it('ends well without the last marker when the finish reason has come', () => {
    expect(read(sse(delta({ content: 'x' }), delta({}, 'stop')))).toMatchObject({
      finish: { unified: 'stop' },
      failure: undefined,
    });
  });

  it('ends with the last marker also where a host gives no finish reason', () => {
    expect(read(sse(delta({ content: 'x' })) + done).finish).toEqual({ unified: 'other' });
  });

  it.each([
    ['nothing', ''],
    ['a whole chunk', sse(delta({ content: 'x' }))],
    ['half a chunk', sse(delta({ content: 'x' })) + 'data: {"choices":[{"del'],
  ])('is truncated when it ends after %s', (_, text) => {
    const { failure, finish } = read(text);
    expect(failure).toMatchObject({ code: 'truncated', retryable: true, requestId: 'req_1' });
    expect(finish).toBeUndefined();
  });

  it('fails with an error object, after what came before it', () => {
    const error = { message: 'on fire, key sk-hush', type: 'server_error', code: null };
    const { failure, text } = read(sse(delta({ content: 'x' }), { error }) + stop);
    expect(text).toBe('x');
    expect(failure).toMatchObject({ code: 'server', retryable: true, status: undefined });
    expect(failure?.message).toBe('openai reported an error. on fire, key [redacted]. Code: server_error.');
  });

  it.each([
    [{ code: 'rate_limit_exceeded' }, 'rate-limit', true],
    [{ code: 'insufficient_quota' }, 'payment', false],
    [{ code: 'context_length_exceeded' }, 'context-too-long', false],
    [{ type: 'invalid_request_error' }, 'invalid-request', false],
    [{ code: 502, message: 'Upstream' }, 'server', true],
    [{ code: 429 }, 'rate-limit', true],
    ['just text', 'server', true],
    [{ code: 'constructor' }, 'server', true],
  ])('error %j is %s', (error, code, retryable) => {
    expect(read(sse({ error })).failure).toMatchObject({ code, retryable });
  });

  it('fails with what is no JSON', () => {
    expect(read('data: <html>\n\n').failure).toMatchObject({ code: 'invalid-response', retryable: false });
  });
});

describe('the whole answer of Chat Completions', () => {
  it('is read like a stream, calls without index too', () => {
    const message = {
      role: 'assistant',
      content: 'x',
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
        { id: 'c1', type: 'function', function: { name: 'f', arguments: { a: 2 } } },
      ],
    };
    const { text, calls, finish } = parse({
      id: 'i',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
    });
    expect(text).toBe('x');
    expect(calls.map(({ callId, args }) => [callId, args])).toEqual([
      ['c1', '{"a":1}'],
      ['', { a: 2 }],
    ]);
    expect(finish).toEqual({ unified: 'tool-calls', raw: 'stop' });
  });

  it('that is an error or nothing at all fails', () => {
    expect(() => parse({ error: { message: 'no', code: 'rate_limit_exceeded' } })).toThrow(
      /reported an error\. no/,
    );
    for (const odd of [null, 7, 'x', [], {}]) expect(() => parse(odd)).toThrow(/cannot be read/);
  });
});
