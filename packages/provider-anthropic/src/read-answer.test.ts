import type { JsonObject } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import {
  failure,
  host,
  type Outcome,
  run,
  sse,
  streamOf,
  streams,
  textBlock,
  transports,
} from './loopback.test-util.ts';

const [, make] = transports[0] ?? [];

/** What a stream of these blocks comes to. */
async function answered(...args: Parameters<typeof streamOf>): Promise<Outcome> {
  const { baseURL } = await host(streams(streamOf(...args)));
  if (!make) throw new Error('There is no transport.');
  return run(make(baseURL), { model: 'claude-sonnet-5-5' });
}

/** The same from the one-shot endpoint. */
async function answeredWhole(body: object): Promise<Outcome> {
  const { baseURL } = await host((response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );
  if (!make) throw new Error('There is no transport.');
  return run(make(baseURL), { model: 'claude-test', deltas: false });
}

const dataOf = (
  part: { providerData?: { [codec: string]: JsonObject } } | undefined,
): JsonObject | undefined => part?.providerData?.['anthropic.messages'];

describe('thinking', () => {
  it('is streamed, and signed for the model that was asked', async () => {
    const { events, parts } = await answered([
      [
        { type: 'thinking', thinking: '', signature: '' },
        { type: 'thinking_delta', thinking: 'Let ' },
        { type: 'thinking_delta', thinking: 'me' },
        { type: 'signature_delta', signature: 'sig' },
      ],
      textBlock('Hi'),
    ]);
    expect(events.filter(({ type }) => type === 'reasoning')).toHaveLength(2);
    expect(parts[0]).toEqual({
      type: 'reasoning',
      text: 'Let me',
      providerData: { 'anthropic.messages': { signature: 'sig', model: 'claude-sonnet-5-5' } },
    });
    expect(parts[1]).toEqual({ type: 'text', text: 'Hi' });
  });

  it('without text is kept for its signature, and redacted thinking for its data', async () => {
    const { parts, reasoning } = await answered([
      [
        { type: 'thinking', thinking: '', signature: '' },
        { type: 'signature_delta', signature: 'sig' },
      ],
      [{ type: 'redacted_thinking', data: 'secret' }],
      textBlock('Hi'),
    ]);
    expect(reasoning).toBe('');
    expect(parts.map(dataOf)).toEqual([
      { signature: 'sig', model: 'claude-sonnet-5-5' },
      { redacted: 'secret', model: 'claude-sonnet-5-5' },
      undefined,
    ]);
  });
});

describe('tools that the host runs', () => {
  const search = [
    { type: 'server_tool_use', id: 'srv1', name: 'web_search', input: {}, caller: { type: 'direct' } },
    { type: 'input_json_delta', partial_json: '{"query":' },
    { type: 'input_json_delta', partial_json: '"x"}' },
  ] as const;
  const found = {
    type: 'web_search_tool_result',
    tool_use_id: 'srv1',
    content: [
      {
        type: 'web_search_result',
        title: 'T',
        url: 'https://a.b',
        encrypted_content: 'OPAQUE',
        page_age: null,
      },
    ],
  };
  const citation = {
    type: 'web_search_result_location',
    url: 'https://a.b',
    title: 'T',
    cited_text: 'words',
    encrypted_index: 'i',
  };

  it('come as calls and results of the provider, with what is to be echoed beside what is to be read', async () => {
    const { parts, calls, finish } = await answered([search, [found], textBlock('So.')]);
    expect(calls).toEqual([]);
    expect(finish?.unified).toBe('stop');
    expect(parts[0]).toMatchObject({
      type: 'tool-call',
      callId: 'srv1',
      name: 'web_search',
      args: '{"query":"x"}',
      executor: 'provider',
    });
    expect(parts[1]).toMatchObject({
      type: 'tool-result',
      callId: 'srv1',
      name: 'web_search',
      status: 'success',
      executor: 'provider',
      trust: 'untrusted',
      content: [
        {
          type: 'json',
          value: [{ type: 'web_search_result', title: 'T', url: 'https://a.b', page_age: null }],
        },
      ],
    });
    expect(dataOf(parts[1] as never)).toEqual({ block: found });
  });

  it('of servers give their words as text', async () => {
    const { parts } = await answered([
      [{ type: 'mcp_tool_use', id: 'mcp1', name: 'ask', server_name: 'wiki', input: {} }],
      [
        {
          type: 'mcp_tool_result',
          tool_use_id: 'mcp1',
          is_error: false,
          content: [{ type: 'text', text: 'So.' }],
        },
      ],
    ]);
    expect(parts).toMatchObject([
      { callId: 'mcp1', name: 'ask', args: {}, executor: 'provider' },
      {
        callId: 'mcp1',
        name: 'ask',
        status: 'success',
        content: [{ type: 'text', text: 'So.' }],
        trust: 'untrusted',
      },
    ]);
    expect(dataOf(parts[0] as never)).toEqual({ block: { type: 'mcp_tool_use', server_name: 'wiki' } });
  });

  it('that fail say why', async () => {
    const content = { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' };
    const { parts } = await answered([search, [{ ...found, content }]]);
    expect(parts[1]).toMatchObject({
      status: 'failed',
      content: [{ type: 'text', text: 'The tool failed: max_uses_exceeded' }],
    });
  });

  it('leave sources where the answer cites them, each once', async () => {
    const { parts } = await answered([
      [
        { type: 'text', text: '', citations: [] },
        { type: 'text_delta', text: 'It is' },
        { type: 'citations_delta', citation },
        { type: 'citations_delta', citation },
      ],
      [
        { type: 'text', text: '' },
        { type: 'text_delta', text: ' so' },
        {
          type: 'citations_delta',
          citation: { type: 'page_location', document_title: 'D', cited_text: 'p', document_index: 0 },
        },
      ],
    ]);
    expect(dataOf(parts[0] as never)).toEqual({ citations: [citation, citation] });
    expect(parts.slice(2)).toEqual([
      { type: 'source', url: 'https://a.b', title: 'T', quote: 'words' },
      { type: 'source', title: 'D', quote: 'p' },
    ]);
  });

  it('pause an answer', async () => {
    const { finish } = await answered([search], 'pause_turn');
    expect(finish).toEqual({ unified: 'pause', raw: 'pause_turn' });
  });
});

describe('calls to us', () => {
  it('by code that the host runs carry who called', async () => {
    const caller = { type: 'code_execution_20260120', tool_id: 'srv1' };
    const direct = { type: 'direct' };
    const { calls, finish } = await answered(
      [
        [{ type: 'tool_use', id: 't1', name: 'clock', input: {}, caller }],
        [{ type: 'tool_use', id: 't2', name: 'clock', input: {}, caller: direct }],
      ],
      'tool_use',
    );
    expect(calls.map(dataOf)).toEqual([{ block: { caller } }, undefined]);
    expect(calls.map(({ args }) => args)).toEqual([{}, {}]);
    expect(finish?.unified).toBe('tool-calls');
  });
});

describe('an answer', () => {
  it('that was refused says in what category', async () => {
    const stop_details = { type: 'refusal', category: 'bio', explanation: 'Not this.' };
    const { finish, warnings } = await answeredWhole({ content: [], stop_reason: 'refusal', stop_details });
    expect(finish).toEqual({ unified: 'refusal', raw: 'refusal' });
    expect(warnings).toEqual([
      { type: 'warning', code: 'refusal', message: 'Not this.', details: { category: 'bio' } },
    ]);
  });

  it('counts fresh, cached and written tokens as input, and what is absent as unknown', async () => {
    const usage = {
      input_tokens: 1,
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 300,
      output_tokens: 50,
      output_tokens_details: { thinking_tokens: 40 },
    };
    const { usage: found } = await answeredWhole({ content: [], stop_reason: 'end_turn', usage });
    expect(found).toEqual({
      inputTokens: 321,
      outputTokens: 50,
      totalTokens: 371,
      cachedInputTokens: 300,
      cacheWriteTokens: 20,
      reasoningTokens: 40,
      raw: usage,
    });
    expect((await answeredWhole({ content: [], stop_reason: 'end_turn', usage: null })).usage).toEqual({});
  });

  it('that was compacted keeps the summary for the next request, without showing it', async () => {
    const { text, parts } = await answered([
      [
        { type: 'compaction', content: null },
        { type: 'compaction_delta', content: 'Summary' },
      ],
      textBlock('Hi'),
    ]);
    expect(text).toBe('Hi');
    expect(dataOf(parts[0] as never)).toEqual({ block: { type: 'compaction', content: 'Summary' } });
  });

  it('with blocks, deltas and fields that nobody knows is read past them', async () => {
    const { text, calls } = await answered([
      [
        { type: 'hologram', text: 'no' },
        { type: 'text_delta', text: 'no' },
        { type: 'beam', x: [1] },
      ],
      [
        { type: 'text', text: '' },
        { type: 'mystery_delta', sparkle: 1 },
        { type: 'text_delta', text: 'yes' },
      ],
      [{ type: 'tool_use' }, { type: 'input_json_delta', partial_json: 7 }],
    ]);
    expect(text).toBe('yes');
    expect(calls).toMatchObject([{ callId: '', name: '' }]);
  });

  it('of anything but objects where objects belong is no exception of its own', async () => {
    const { baseURL } = await host(
      streams(
        sse(
          { type: 'message_start', message: 'x' } as never,
          { type: 'content_block_start', index: 0, content_block: null } as never,
          { type: 'content_block_delta', index: 0, delta: 'x' } as never,
          { type: 'content_block_stop' },
          { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: 'x' } as never,
          { type: 'message_stop' },
        ),
      ),
    );
    const { finish, usage } = await run(make?.(baseURL) as never);
    expect([finish?.unified, usage]).toEqual(['stop', {}]);
  });
});

describe('an error inside a stream', () => {
  it.each([
    ['overloaded_error', 'overloaded', true],
    ['rate_limit_error', 'rate-limit', true],
    ['api_error', 'server', true],
    ['invalid_request_error', 'invalid-request', false],
    ['brand_new_error', 'server', true],
  ])('of the type %s', async (type, code, retryable) => {
    const { baseURL } = await host(
      streams(sse({ type: 'error', error: { type, message: 'Words.' }, request_id: 'req_1' } as never)),
    );
    const error = await failure(run(make?.(baseURL) as never));
    expect(error).toMatchObject({ code, retryable, requestId: 'req_1' });
    expect(error.message).toContain('Words');
  });
});
