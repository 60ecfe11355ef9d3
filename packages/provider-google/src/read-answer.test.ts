import { createStreamReader, type JsonObject, type ModelEvent } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { createGoogleCodec } from './codec.ts';
import { chunk, type Outcome, request, sse, summarise } from './loopback.test-util.ts';

const codec = createGoogleCodec({ provider: 'google', cloud: false, modelInfo: () => undefined });
const call = { provider: 'google', model: 'm', headers: {}, secrets: ['sk-hush'] };
const model = 'gemini-3.8-flash';
const asked = request({ model });

interface Read extends Outcome {
  readonly failure:
    | { readonly code?: string; readonly message?: string; readonly retryable?: boolean }
    | undefined;
}

function read(text: string): Read {
  const reader = createStreamReader(codec, codec.createReader(call, asked), call);
  const events: ModelEvent[] = [...reader.bytes(new TextEncoder().encode(text)), ...reader.end()];
  return { ...summarise(events), failure: reader.failure as Read['failure'] };
}

const whole = (answer: object): Outcome => summarise(codec.readAnswer(answer as never, call, asked));
const data = (more: JsonObject = {}): object => ({ 'google.generate-content': { model, ...more } });
const stop = sse(chunk([{ text: '' }], 'STOP'));

describe('the parts of an answer', () => {
  it('run on while they are unsigned; a signed one stays by itself', () => {
    const { parts, text } = read(
      sse(
        chunk([{ text: 'a' }]),
        chunk([{ text: 'b' }]),
        chunk([{ text: 'c', thoughtSignature: 's1' }]),
        chunk([{ text: 'd' }, { text: 'e' }]),
        chunk([{ text: '', thoughtSignature: 's2' }], 'STOP'),
      ),
    );
    expect(text).toBe('abcde');
    expect(parts).toEqual([
      { type: 'text', text: 'ab' },
      { type: 'text', text: 'c', providerData: data({ thoughtSignature: 's1' }) },
      { type: 'text', text: 'de' },
      { type: 'text', text: '', providerData: data({ thoughtSignature: 's2' }) },
    ]);
  });

  it('keep a signature that comes without any text', () => {
    expect(read(sse(chunk([{ text: 'a' }, { thoughtSignature: 's' }], 'STOP'))).parts[1]).toEqual({
      type: 'text',
      text: '',
      providerData: data({ thoughtSignature: 's' }),
    });
  });

  it('tell thoughts from words', () => {
    const { parts, reasoning, text } = read(
      sse(
        chunk([{ text: 'h', thought: true }]),
        chunk([{ text: 'm', thought: true }, { text: 'x' }, { text: 'n', thought: true }], 'STOP'),
      ),
    );
    expect([reasoning, text]).toEqual(['hmn', 'x']);
    expect(parts.map(({ type }) => type)).toEqual(['reasoning', 'text', 'reasoning']);
  });

  it('hold calls whole, with the id and signature that the wire has', () => {
    const calls = [
      { functionCall: { name: 'f', args: { a: 1 }, id: 'w1' }, thoughtSignature: 's' },
      { functionCall: { name: 'f', args: { a: 1 } } },
      { functionCall: { name: 'g' } },
      { functionCall: { args: 'odd' } },
    ];
    const { calls: found, finish } = read(sse(chunk(calls)) + stop);
    expect(found.map(({ callId, name, args, providerData }) => [callId, name, args, providerData])).toEqual([
      ['w1', 'f', { a: 1 }, data({ thoughtSignature: 's', id: 'w1', print: expect.any(Number) as number })],
      ['', 'f', { a: 1 }, data()],
      ['', 'g', {}, data()],
      ['', '', {}, data()],
    ]);
    expect(finish).toEqual({ unified: 'tool-calls', raw: 'STOP' });
  });

  it('hold pictures, and no sketches', () => {
    const inlineData = { mimeType: 'image/png', data: 'aGk=' };
    const parts = [{ inlineData, thought: true }, { inlineData, thoughtSignature: 's' }, { inlineData: {} }];
    expect(read(sse(chunk(parts, 'STOP'))).parts).toEqual([
      { type: 'media', mediaType: 'image/png', data: 'aGk=', providerData: data({ thoughtSignature: 's' }) },
    ]);
  });

  it('hold what the provider ran itself, to the letter', () => {
    const parts = [
      { executableCode: { language: 'PYTHON', code: '1', id: 'x1' }, thoughtSignature: 's' },
      { codeExecutionResult: { outcome: 'OUTCOME_FAILED', output: 'boom', id: 'x1' } },
      { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['q'] }, id: 'x2' } },
      { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', response: { a: 1 }, id: 'x2' } },
      { toolCall: { toolType: 'BRAND_NEW' } },
      { toolResponse: { toolType: 'BRAND_NEW' } },
    ];
    const { parts: found, calls, finish } = read(sse(chunk(parts, 'STOP')));
    const common = (part: object): object => ({
      executor: 'provider',
      providerData: data({ part: part as never }),
    });
    expect(found).toEqual(
      [
        { type: 'tool-call', callId: 'x1', name: 'code_execution', args: { language: 'PYTHON', code: '1' } },
        {
          type: 'tool-result',
          callId: 'x1',
          name: 'code_execution',
          status: 'failed',
          content: [{ type: 'text', text: 'boom' }],
        },
        { type: 'tool-call', callId: 'x2', name: 'web_search', args: { queries: ['q'] } },
        {
          type: 'tool-result',
          callId: 'x2',
          name: 'web_search',
          status: 'success',
          content: [{ type: 'json', value: { a: 1 } }],
        },
        { type: 'tool-call', callId: 'srv_resp-1_1', name: 'brand_new', args: {} },
        {
          type: 'tool-result',
          callId: 'srv_resp-1_1',
          name: 'brand_new',
          status: 'success',
          content: [{ type: 'text', text: '(not shown)' }],
        },
      ].map((part, at) => ({ ...part, ...common(parts[at] ?? {}) })),
    );
    expect([calls, finish?.unified]).toEqual([[], 'stop']);
  });

  it('that nobody knows are skipped', () => {
    const odd = [
      null,
      7,
      [],
      {},
      { hologram: { text: 'no' } },
      { text: 7 },
      { functionCall: null },
      { text: 'x' },
    ];
    const frames = [
      null,
      7,
      [1],
      { candidates: null },
      { candidates: [null] },
      { candidates: [{ content: null }] },
      { candidates: [{ content: { parts: 'odd' } }] },
      { candidates: [{ index: 1, content: { parts: [{ text: 'another candidate' }] } }] },
      { usageMetadata: null, promptFeedback: null },
      chunk(odd as object[]),
    ];
    expect(read(sse(...frames) + stop)).toMatchObject({
      text: 'x',
      failure: undefined,
      finish: { raw: 'STOP' },
    });
  });
});

describe('sources', () => {
  it('come from grounding, citations and fetched pages, each once', () => {
    const page = { uri: 'https://a.example', title: 'A' };
    const grounding = { groundingMetadata: { groundingChunks: [{ web: page }, { odd: 1 }, null] } };
    const rest = {
      groundingMetadata: {
        groundingChunks: [
          { web: page },
          { retrievedContext: { text: 'words', fileSearchStore: 'stores/x' } },
          { maps: { uri: 'https://maps.example', title: 'M' } },
          { image: { sourceUri: 'https://img.example', imageUri: 'https://i.example/x.png' } },
        ],
        groundingSupports: [{ segment: { endIndex: 2, text: 'of the answer' } }],
      },
      citationMetadata: { citationSources: [{ uri: 'https://c.example', startIndex: 0 }] },
      urlContextMetadata: {
        urlMetadata: [
          { retrievedUrl: 'https://a.example', urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_SUCCESS' },
          { retrievedUrl: 'https://b.example', urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_ERROR' },
        ],
      },
    };
    const text = sse(chunk([{ text: 'x' }], undefined, grounding), chunk([{ text: 'y' }], 'STOP', rest));
    expect(read(text).parts.slice(1)).toEqual([
      { type: 'source', url: 'https://a.example', title: 'A' },
      { type: 'source', title: 'stores/x', quote: 'words' },
      { type: 'source', url: 'https://maps.example', title: 'M' },
      { type: 'source', url: 'https://img.example' },
      { type: 'source', url: 'https://c.example' },
    ]);
  });
});

describe('the end of an answer', () => {
  it.each([
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['IMAGE_BRAND_NEW', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['OTHER', 'other'],
    ['constructor', 'other'],
    ['CONTINUATION', 'other'],
  ])('by %s is %s', (raw, unified) => {
    expect(read(sse(chunk([{ text: 'x' }], raw))).finish).toEqual({ unified, raw });
  });

  it('that is an error tells the words of the API', () => {
    const more = { finishMessage: 'Malformed function call: f(' };
    expect(read(sse(chunk([{ text: 'x' }], 'MALFORMED_FUNCTION_CALL', more))).warnings).toEqual([
      { type: 'warning', code: 'finish-message', message: 'Malformed function call: f(' },
    ]);
    const fine = { finishMessage: 'Model generated function call(s).' };
    expect(read(sse(chunk([{ text: 'x' }], 'STOP', fine))).warnings).toEqual([]);
  });

  it.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'TOO_MANY_TOOL_CALLS'])(
    'by %s before anything was written is a failure worth a retry',
    (raw) => {
      const text = sse(chunk([{ text: '' }]), chunk([], raw, { finishMessage: 'key sk-hush' }));
      const { failure, finish } = read(text);
      expect(failure).toMatchObject({ code: 'invalid-response', retryable: true });
      expect(failure?.message).toContain(`finish reason ${raw}, key [redacted]`);
      expect(finish).toBeUndefined();
      expect(() => whole(chunk([], raw))).toThrow(/broke off/);
      expect(whole(chunk([], 'MALFORMED_RESPONSE')).finish?.unified).toBe('error');
    },
  );

  it('of a refused prompt is a content filter', () => {
    const promptFeedback = { blockReason: 'MODEL_ARMOR', blockReasonMessage: 'No.' };
    const { finish, warnings, usage } = read(sse({ promptFeedback, usageMetadata: { promptTokenCount: 3 } }));
    expect([finish, warnings[0]?.message, usage?.inputTokens]).toEqual([
      { unified: 'content-filter', raw: 'MODEL_ARMOR' },
      'No.',
      3,
    ]);
    expect(whole({ promptFeedback }).finish?.unified).toBe('content-filter');
  });

  it('for a while keeps where it goes on', () => {
    const { finish, parts } = read(sse(chunk([{ text: 'x' }], 'CONTINUATION', { continuationToken: 't' })));
    expect(finish).toEqual({ unified: 'pause', raw: 'CONTINUATION' });
    expect(parts[1]).toEqual({ type: 'text', text: '', providerData: data({ continuationToken: 't' }) });
  });

  it.each([
    ['nothing', ''],
    ['a whole chunk', sse(chunk([{ text: 'x' }]))],
    ['half a chunk', `${sse(chunk([{ text: 'x' }]))}data: {"candidates":[{"con`],
  ])('that does not come is truncated after %s', (_, text) => {
    expect(read(text)).toMatchObject({ failure: { code: 'truncated', retryable: true }, finish: undefined });
  });

  it('counts tokens in our sense', () => {
    const usageMetadata = {
      promptTokenCount: 10,
      cachedContentTokenCount: 4,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 7,
      toolUsePromptTokenCount: 3,
      totalTokenCount: 25,
    };
    const { usage } = read(sse({ usageMetadata: { promptTokenCount: 1 } }, { usageMetadata }) + stop);
    expect(usage).toEqual({
      inputTokens: 13,
      outputTokens: 12,
      totalTokens: 25,
      cachedInputTokens: 4,
      reasoningTokens: 7,
      raw: usageMetadata,
    });
    expect(read(sse({ usageMetadata: { candidatesTokenCount: 'odd' } }) + stop).usage).toEqual({
      raw: { candidatesTokenCount: 'odd' },
    });
  });
});

describe('errors in an answer', () => {
  it('come after what came before them, without a key', () => {
    const error = { code: 503, message: 'Overloaded, key sk-hush', status: 'UNAVAILABLE' };
    const { failure, text } = read(sse(chunk([{ text: 'x' }]), { error }) + stop);
    expect(text).toBe('x');
    expect(failure).toMatchObject({ code: 'overloaded', retryable: true, status: undefined });
    expect(failure?.message).toBe('google reported an error. Overloaded, key [redacted]. Code: UNAVAILABLE.');
  });

  it.each([
    [{ code: 429, status: 'RESOURCE_EXHAUSTED' }, 'rate-limit', true],
    [{ code: 400, status: 'INVALID_ARGUMENT' }, 'invalid-request', false],
    [{ code: 500 }, 'server', true],
    ['just text', 'server', true],
    [{ status: 'constructor' }, 'server', true],
  ])('are told apart: %j', (error, code, retryable) => {
    expect(read(sse({ error })).failure).toMatchObject({ code, retryable });
  });

  it('are what is no answer at all', () => {
    for (const odd of [null, 7, 'x', [], {}]) expect(() => whole(odd as never)).toThrow(/cannot be read/);
    expect(read('data: <html>\n\n').failure).toMatchObject({ code: 'invalid-response', retryable: false });
  });
});
