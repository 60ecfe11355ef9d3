import {
  createStreamReader,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
} from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { type Outcome, request, summarise } from '../loopback.test-helper.ts';
import { createResponsesCodec } from './codec.ts';
import { responsesProfile } from './profile.ts';

const codec = createResponsesCodec(responsesProfile({ provider: 'openai', find: () => undefined }));
const call = { provider: 'openai', model: 'm', headers: {}, secrets: ['sk-secret'] };

/** What a stream of these events gives. */
function read(...events: JsonObject[]): Outcome & { failure: unknown } {
  const reader = createStreamReader(codec, codec.createReader(call, request()), call);
  const out: ModelEvent[] = events.flatMap((event) => [...reader.frame(event)]);
  out.push(...reader.end());
  return { ...summarise(out), failure: reader.failure };
}

function readWhole(output: JsonValue[], more: JsonObject = {}): Outcome {
  const answer = { id: 'r', status: 'completed', output, ...more };
  return summarise(codec.readAnswer(answer, call, request()));
}

const created = { type: 'response.created', response: { id: 'resp_1', model: 'm-1', status: 'in_progress' } };
const completed = { type: 'response.completed', response: { status: 'completed' } };
const added = (at: number, item: JsonObject): JsonObject => ({
  type: 'response.output_item.added',
  output_index: at,
  item,
});
const done = (at: number, item: JsonObject): JsonObject => ({
  type: 'response.output_item.done',
  output_index: at,
  item,
});
const delta = (what: string, at: number, text: string, more: JsonObject = {}): JsonObject => ({
  type: `response.${what}.delta`,
  output_index: at,
  content_index: 0,
  delta: text,
  ...more,
});
const message = (text: string, more: JsonObject = {}): JsonObject => ({
  type: 'message',
  id: 'msg_1',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text, annotations: [] }],
  ...more,
});

describe('a stream', () => {
  it('hands on items that interleave, and orders their parts by the place on the wire', () => {
    const { parts, text, events } = read(
      created,
      added(0, { type: 'message', id: 'msg_1' }),
      added(1, { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'f' }),
      delta('function_call_arguments', 1, '{"a":'),
      delta('output_text', 0, 'Hel'),
      delta('function_call_arguments', 1, '1}'),
      done(1, { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'f', arguments: '{"a":1}' }),
      delta('output_text', 0, 'lo'),
      done(0, message('Hello')),
      completed,
    );
    expect(text).toBe('Hello');
    expect(events[0]).toEqual({ type: 'start', response: { id: 'resp_1', model: 'm-1' } });
    const deltas = events.filter((event) => event.type === 'tool-call-delta');
    expect(deltas.map(({ callId, name, argsText }) => [callId, name, argsText])).toEqual([
      ['c1', 'f', '{"a":'],
      ['c1', 'f', '1}'],
    ]);
    const placed = events.flatMap((event) => (event.type === 'part' ? [event] : []));
    const ordered = placed.toSorted((a, b) => a.index - b.index).map(({ part }) => part.type);
    expect(ordered).toEqual(['text', 'tool-call']);
    expect(parts).toHaveLength(2);
  });

  it('sets a blank line between summaries of reasoning, as the complete part has it', () => {
    const summary = ['One.', 'Two.'].map((text) => ({ type: 'summary_text', text }));
    const part = (index: number): JsonObject => ({
      type: 'response.reasoning_summary_part.added',
      output_index: 0,
      summary_index: index,
    });
    const { reasoning, parts } = read(
      created,
      added(0, { type: 'reasoning', id: 'rs_1', summary: [] }),
      part(0),
      delta('reasoning_summary_text', 0, 'One.'),
      part(1),
      delta('reasoning_summary_text', 0, 'Two.'),
      done(0, { type: 'reasoning', id: 'rs_1', summary, encrypted_content: 'E' }),
      completed,
    );
    expect(reasoning).toBe('One.\n\nTwo.');
    expect(parts).toMatchObject([{ type: 'reasoning', text: 'One.\n\nTwo.' }]);
  });

  it('gives items that came only with the last event', () => {
    const { text, finish } = read(created, {
      type: 'response.completed',
      response: { output: [message('Late')] },
    });
    expect(text).toBe('Late');
    expect(finish).toEqual({ unified: 'stop', raw: 'completed' });
  });

  it('makes items of their pieces where a host never sends them in full', () => {
    const { text, calls, finish } = read(
      created,
      added(0, { type: 'message', id: 'm' }),
      delta('output_text', 0, 'Hi'),
      added(1, { type: 'function_call', call_id: 'c', name: 'f' }),
      delta('function_call_arguments', 1, '{}'),
      completed,
    );
    expect(text).toBe('Hi');
    expect(calls).toMatchObject([{ callId: 'c', name: 'f', args: '{}' }]);
    expect(finish?.unified).toBe('tool-calls');
  });

  it('marks a refusal, and reads why an answer is incomplete', () => {
    const refusal = { type: 'refusal', refusal: 'No.' };
    const refused = read(
      created,
      added(0, { type: 'message', id: 'm' }),
      delta('refusal', 0, 'No.'),
      done(0, message('', { content: [refusal] })),
      completed,
    );
    expect(refused.text).toBe('No.');
    expect(refused.finish?.unified).toBe('refusal');
    const response = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    const cut = read(created, delta('output_text', 0, 'a'), { type: 'response.incomplete', response });
    expect(cut.text).toBe('a');
    expect(cut.finish).toEqual({ unified: 'length', raw: 'max_output_tokens' });
  });

  it.each([
    [{ type: 'error', code: 'rate_limit_exceeded', message: 'Slow', param: null }, 'rate-limit', true],
    [{ type: 'error', error: { code: 'server_error', message: 'Oops' } }, 'server', true],
    [
      { type: 'response.failed', response: { error: { code: 'server_error', message: 'x' } } },
      'server',
      true,
    ],
    [{ type: 'response.failed', response: { error: { code: 'invalid_prompt' } } }, 'invalid-request', false],
    [{ type: 'response.failed', response: { error: { code: 'image_too_large' } } }, 'invalid-request', false],
    [{ type: 'response.failed', response: { error: null } }, 'server', true],
  ])('fails with %j after what came before', (event, code, retryable) => {
    const { text, failure } = read(created, delta('output_text', 0, 'a'), event);
    expect(text).toBe('a');
    expect(failure).toMatchObject({ name: 'ProviderError', code, retryable });
  });

  it('is truncated without its last event', () => {
    expect(read(created, done(0, message('x'))).failure).toMatchObject({ code: 'truncated' });
  });

  it('skips what nobody knows, and survives what should not be', () => {
    const odd = [
      { type: 'response.hologram.delta', output_index: 7, delta: 'x' },
      { type: 'response.output_item.done', output_index: 'one', item: message('x') },
      { type: 'response.output_item.done', output_index: 3, item: null },
      { type: 'response.output_text.delta', output_index: 0, delta: 5 },
      { type: 7 },
      {},
    ] as unknown as JsonObject[];
    const { parts, text, failure } = read(created, ...odd, completed);
    expect({ parts, text, failure }).toEqual({ parts: [], text: '', failure: undefined });
  });

  it('leaves the second of two calls with one id without an id', () => {
    const item = { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' };
    expect(read(created, done(0, item), done(1, item), completed).calls.map(({ callId }) => callId)).toEqual([
      'c',
      '',
    ]);
  });
});

describe('an item', () => {
  it('that the API ran itself becomes a call and its result', () => {
    const { calls, parts } = readWhole([
      { type: 'code_interpreter_call', id: 'ci_1', status: 'completed', code: '1', outputs: [{ logs: '1' }] },
      { type: 'mcp_call', id: 'mcp_1', name: 'ask', arguments: '{"q":1}', error: 'down', output: null },
      { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'q' } },
    ]);
    expect(calls.map(({ name, args, executor }) => [name, args, executor])).toEqual([
      ['code_execution', { code: '1' }, 'provider'],
      ['ask', '{"q":1}', 'provider'],
      ['web_search', { type: 'search', query: 'q' }, 'provider'],
    ]);
    const results = parts.flatMap((part) => (part.type === 'tool-result' ? [part] : []));
    expect(results.map(({ status, content }) => [status, content])).toEqual([
      ['success', [{ type: 'text', text: '1' }]],
      ['failed', [{ type: 'text', text: 'down' }]],
      ['success', [{ type: 'text', text: 'completed' }]],
    ]);
    expect(results.map(({ callId }) => callId)).toEqual(calls.map(({ callId }) => callId));
  });

  it('with an image keeps it once', () => {
    const { parts } = readWhole([
      {
        type: 'image_generation_call',
        id: 'ig_1',
        status: 'completed',
        result: 'AAAA',
        output_format: 'webp',
      },
    ]);
    expect(JSON.stringify(parts).split('AAAA')).toHaveLength(2);
    expect(parts[1]).toMatchObject({ content: [{ mediaType: 'image/webp', data: 'AAAA' }] });
  });

  it('that nobody knows is kept, and shows nowhere', () => {
    const item = { type: 'compaction', id: 'cmp_1', encrypted_content: 'E' };
    expect(readWhole([item]).parts).toEqual([
      { type: 'reasoning', text: '', providerData: { 'openai.responses': { model: 'm', item } } },
    ]);
  });

  it('gives the sources that its texts cite', () => {
    const annotations = [
      { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 1 },
      { type: 'container_file_citation', file_id: 'f1', container_id: 'c1', filename: 'x.csv' },
      { type: 'hologram' },
    ];
    const content = [{ type: 'output_text', text: 'x', annotations }];
    expect(readWhole([message('', { content })]).parts.slice(1)).toEqual([
      { type: 'source', url: 'https://a.example', title: 'A' },
      {
        type: 'source',
        title: 'x.csv',
        providerData: { 'openai.responses': { fileId: 'f1', containerId: 'c1' } },
      },
    ]);
  });
});

it('says what a whole answer is that has failed, or is none', () => {
  expect(() => readWhole([], { status: 'failed', error: { code: 'server_error', message: 'x' } })).toThrow(
    expect.objectContaining({ code: 'server' }) as Error,
  );
  expect(() => codec.readAnswer({ hello: 1 }, call, request())).toThrow(
    expect.objectContaining({ code: 'invalid-response' }) as Error,
  );
});
