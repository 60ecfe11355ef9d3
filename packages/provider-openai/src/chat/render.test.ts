import type { Message, ModelRequest, ToolResultPart, UserPart } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { ask, request } from '../loopback.test-helper.ts';
import { createChatCodec } from './codec.ts';
import { openaiProfile } from './profile.ts';

const codec = createChatCodec(openaiProfile('openai'));

function render(change: Partial<ModelRequest>): { body: Record<string, never>; warnings: string[] } {
  const { body, warnings } = codec.render(request(change));
  return {
    body: JSON.parse(body) as never,
    warnings: warnings.map(({ code, message }) => `${code}: ${message}`),
  };
}

const format = (schema: object): object =>
  render({ output: { name: 'my answer!', schema: schema as never } }).body.response_format ?? {};

const user = (...content: UserPart[]): Message => ({ id: 'u', role: 'user', content });
const calling = (callId: string): Message => ({
  id: 'a',
  role: 'assistant',
  content: [{ type: 'tool-call', callId, name: 'f', input: {}, executor: 'client' }],
});
const result = (callId: string, ...content: ToolResultPart['content']): ToolResultPart => ({
  type: 'tool-result',
  callId,
  name: 'f',
  status: 'success',
  content,
  executor: 'client',
});
const tool = { name: 'f', description: 'F', inputSchema: { type: 'object', properties: {} } };

describe('the body of a request', () => {
  it('holds only what was asked for', () => {
    expect(render({ deltas: false }).body).toEqual({
      model: 'gpt-test',
      messages: [{ role: 'user', content: 'Hi' }],
    });
    expect(render({}).body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it('is the same text for the same input, rendered anew or kept', () => {
    const change = { messages: [ask, calling('c'), ask], tools: [tool], settings: { temperature: 0 } };
    const first = codec.render(request(change)).body;
    expect(codec.render(request(change)).body).toBe(first);
    expect(codec.render(request(structuredClone(change))).body).toBe(first);
    expect(createChatCodec(openaiProfile('openai')).render(request(change)).body).toBe(first);
  });

  it('names settings as the API does', () => {
    const settings = {
      temperature: 0,
      maxTokens: 9,
      topP: 0.5,
      stop: ['x'],
      seed: 0,
      reasoning: 'low',
      parallelToolCalls: false,
    } as const;
    expect(render({ settings, tools: [tool], deltas: false }).body).toMatchObject({
      temperature: 0,
      max_completion_tokens: 9,
      top_p: 0.5,
      stop: ['x'],
      seed: 0,
      reasoning_effort: 'low',
      parallel_tool_calls: false,
    });
  });

  it('leaves out what the API cannot take, and says so', () => {
    const { body, warnings } = render({
      settings: { reasoning: { budgetTokens: 5 }, stop: ['1', '2', '3', '4', '5'], parallelToolCalls: true },
      builtinTools: [{ type: 'web_search' }],
      toolChoice: 'required',
    });
    expect(body).not.toHaveProperty('reasoning_effort');
    expect(body).not.toHaveProperty('parallel_tool_calls');
    expect(body).not.toHaveProperty('tool_choice');
    expect(body.stop).toEqual(['1', '2', '3', '4']);
    expect(warnings.map((warning) => warning.split(':')[0])).toEqual([
      'builtin-tool-dropped',
      'setting-dropped',
      'setting-dropped',
    ]);
  });

  it('searches the web with models that are made for it, and with no others', () => {
    const builtinTools = [{ type: 'web_search', contextSize: 'low', userLocation: { country: 'DE' } }];
    const found = render({ model: 'gpt-5-search-api', builtinTools });
    expect(found.body.web_search_options).toEqual({
      search_context_size: 'low',
      user_location: { type: 'approximate', approximate: { country: 'DE' } },
    });
    expect(found.warnings).toEqual([]);
    const other = render({ model: 'gpt-6-astra', builtinTools });
    expect(other.body).not.toHaveProperty('web_search_options');
    expect(other.warnings[0]).toMatch(/^builtin-tool-dropped: .*web_search/);
  });

  it('sends a builtin tool once, and of a place what the API knows', () => {
    const place = { country: 'DE', latitude: 1, longitude: 2 };
    const search = { type: 'web_search', userLocation: place, allowedDomains: ['a.example'] };
    const { body, warnings } = render({ model: 'gpt-5-search-api', builtinTools: [search, search] });
    expect(body.web_search_options).toEqual({
      user_location: { type: 'approximate', approximate: { country: 'DE' } },
    });
    expect(warnings.map((warning) => warning.split(':')[0])).toEqual([
      'builtin-option-dropped',
      'builtin-option-dropped',
      'builtin-option-dropped',
      'builtin-tool-dropped',
    ]);
  });

  it('sends requests that begin alike to one cache, if asked to', () => {
    expect(render({ settings: { promptCache: { ttl: '1h' } } }).body.prompt_cache_key).toMatch(/^pegboard-/);
    expect(render({ settings: { promptCache: false } }).body).not.toHaveProperty('prompt_cache_key');
  });

  it('leaves out a setting that the model is known to refuse', () => {
    const { body, warnings } = render({ model: 'gpt-5-mini', settings: { temperature: 0, seed: 1 } });
    expect(body).not.toHaveProperty('temperature');
    expect(body.seed).toBe(1);
    expect(warnings).toEqual([
      'setting-dropped: The setting temperature was left out: gpt-5-mini does not take it',
    ]);
  });

  it('names the chosen tool, if it is there', () => {
    expect(render({ tools: [tool], toolChoice: { tool: 'f' } }).body.tool_choice).toEqual({
      type: 'function',
      function: { name: 'f' },
    });
    const missing = render({ tools: [tool], toolChoice: { tool: 'g' } });
    expect(missing.body).not.toHaveProperty('tool_choice');
    expect(missing.warnings).toHaveLength(1);
  });

  it('asks for strict JSON only where the schema keeps the rules', () => {
    const closed = {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      additionalProperties: false,
    };
    expect(format(closed)).toEqual({
      type: 'json_schema',
      json_schema: { name: 'my_answer_', schema: closed, strict: true },
    });
    const { additionalProperties: _, ...open } = closed;
    expect(format(open)).toMatchObject({ json_schema: { schema: closed, strict: true } });
    expect(format({ ...closed, required: [] })).toMatchObject({ json_schema: { strict: false } });
  });

  it('merges provider options last, and not those of others', () => {
    const providerOptions = { openai: { temperature: 1, service_tier: 'flex' }, other: { x: 1 } };
    const { body } = render({ settings: { temperature: 0 }, providerOptions });
    expect(body).toMatchObject({ temperature: 1, service_tier: 'flex' });
    expect(body).not.toHaveProperty('x');
  });
});

describe('a conversation', () => {
  it('puts media into user messages', () => {
    const content = render({
      messages: [
        user(
          { type: 'text', text: 'See' },
          {
            type: 'media',
            mediaType: 'image/png',
            data: 'AAAA',
            providerData: { 'openai.chat': { detail: 'low' } },
          },
          { type: 'media', mediaType: 'image/*', url: 'https://a.example/x.png' },
          { type: 'media', mediaType: 'audio/mpeg', data: 'BBBB' },
          { type: 'media', mediaType: 'application/pdf', data: 'CCCC' },
          { type: 'json', value: { a: 1 } },
        ),
      ],
    }).body.messages?.[0] as unknown;
    expect(content).toEqual({
      role: 'user',
      content: [
        { type: 'text', text: 'See' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
        { type: 'image_url', image_url: { url: 'https://a.example/x.png' } },
        { type: 'input_audio', input_audio: { data: 'BBBB', format: 'mp3' } },
        { type: 'file', file: { filename: 'file.pdf', file_data: 'data:application/pdf;base64,CCCC' } },
        { type: 'text', text: '{"a":1}' },
      ],
    });
  });

  it.each([
    { type: 'media', mediaType: 'video/mp4', data: 'AAAA' },
    { type: 'media', mediaType: 'image/tiff', data: 'AAAA' },
    { type: 'media', mediaType: 'audio/ogg', data: 'AAAA' },
    { type: 'media', mediaType: 'audio/wav', url: 'https://a.example' },
    { type: 'media', mediaType: 'application/pdf', url: 'https://a.example' },
    { type: 'media', mediaType: 'image/png' },
  ] as const)('tells model and caller that $mediaType was left out', (part) => {
    const { body, warnings } = render({ messages: [user(part)] });
    expect(JSON.stringify(body.messages)).toContain(`[A file of type ${part.mediaType} was left out`);
    expect(warnings[0]).toMatch(/^unsupported-part: .*left out/);
  });

  it('names files that the API has by their ids', () => {
    const providerData = { 'openai.chat': { fileId: 'file-1' } };
    const { body } = render({
      messages: [user({ type: 'media', mediaType: 'application/pdf', providerData })],
    });
    expect(body.messages).toEqual([
      { role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] },
    ]);
  });

  it('puts media of results behind all results of the turn', () => {
    const image = { type: 'media', mediaType: 'image/png', data: 'AAAA' } as const;
    const { body } = render({
      messages: [
        {
          id: 'a1',
          role: 'assistant',
          content: [...calling('c1').content, ...calling('c2').content],
        },
        { id: 't1', role: 'tool', content: [result('c1', image)] },
        {
          id: 't2',
          role: 'tool',
          content: [result('c2', { type: 'text', text: 'two' }, { type: 'json', value: [1] })],
        },
        user({ type: 'text', text: 'So?' }),
      ],
    });
    expect(body.messages).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: ['c1', 'c2'].map((id) => ({
          id,
          type: 'function',
          function: { name: 'f', arguments: '{}' },
        })),
      },
      {
        role: 'tool',
        tool_call_id: 'c1',
        content: 'The files of this result follow in the next user message.',
      },
      { role: 'tool', tool_call_id: 'c2', content: 'two\n[1]' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Files of the result of f (call c1):' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      { role: 'user', content: 'So?' },
    ]);
  });

  it('shortens ids of more than 40 characters alike in call and result', () => {
    const long = 'x'.repeat(64);
    const { body } = render({
      messages: [calling(long), { id: 't', role: 'tool', content: [result(long)] }, calling('y'.repeat(64))],
    });
    const [call, answer, other] = body.messages as never as {
      tool_call_id: string;
      tool_calls: { id: string }[];
    }[];
    expect(answer?.tool_call_id).toMatch(/^call_[0-9a-f]{24}$/);
    expect(call?.tool_calls[0]?.id).toBe(answer?.tool_call_id);
    expect(other?.tool_calls[0]?.id).not.toBe(answer?.tool_call_id);
  });

  it('leaves out what has no place, and messages that are empty then', () => {
    const { body } = render({
      messages: [
        { id: 's', role: 'system', content: [{ type: 'text', text: '' }] },
        {
          id: 'a',
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'hm' },
            { type: 'source', url: 'https://a.example' },
          ],
        },
        {
          id: 'b',
          role: 'assistant',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
        { id: 'x', role: 'odd' } as never,
      ],
    });
    expect(body.messages).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
    ]);
  });

  it('sends a refusal back as one', () => {
    const providerData = { 'openai.chat': { refusal: true } };
    const { body } = render({
      messages: [{ id: 'a', role: 'assistant', content: [{ type: 'text', text: 'No', providerData }] }],
    });
    expect(body.messages).toEqual([{ role: 'assistant', content: [{ type: 'refusal', refusal: 'No' }] }]);
  });
});
