import type { AssistantPart, JsonObject, Message, ModelRequest } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { ask, request } from '../loopback.test-helper.ts';
import { openaiModels } from '../models.ts';
import { createResponsesCodec } from './codec.ts';
import { responsesProfile } from './profile.ts';

const codec = createResponsesCodec(responsesProfile({ provider: 'openai', find: openaiModels().find }));

function render(change: Partial<ModelRequest> = {}): { body: JsonObject; warnings: string[] } {
  const { body, warnings } = codec.render(request({ model: 'gpt-6-astra', ...change }));
  return { body: JSON.parse(body) as JsonObject, warnings: warnings.map(({ code }) => code) };
}

function answer(content: AssistantPart[], model = 'gpt-6-astra', provider = 'openai'): Message {
  return { id: 'a', role: 'assistant', content, origin: { provider, model } };
}

const own = (
  data: JsonObject,
  model = 'gpt-6-astra',
): { providerData: { 'openai.responses': JsonObject } } => ({
  providerData: { 'openai.responses': { model, ...data } },
});
const thought = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'SECRET' } as const;
const thinking: AssistantPart = { type: 'reasoning', text: '', ...own({ item: thought }) };
const said: AssistantPart = {
  type: 'text',
  text: 'Hello',
  ...own({ id: 'msg_1', after: 'rs_1', phase: 'final_answer' }),
};
const inputOf = (messages: readonly Message[], change: Partial<ModelRequest> = {}): unknown =>
  render({ messages, ...change }).body.input;

describe('the body of a request', () => {
  it('stores nothing, and asks for encrypted reasoning where the model may reason', () => {
    expect(render().body).toMatchObject({ store: false, include: ['reasoning.encrypted_content'] });
    expect(render({ model: 'gpt-4o' }).body).toMatchObject({ store: false });
    expect(render({ model: 'gpt-4o' }).body).not.toHaveProperty('include');
    expect(render({ model: 'nobody-knows' }).body).toHaveProperty('include');
  });

  it('carries settings under the names of the API, and says which it has not', () => {
    const settings = {
      maxTokens: 5,
      temperature: 0.5,
      topP: 0.5,
      reasoning: 'high',
      seed: 1,
      stop: ['x'],
      parallelToolCalls: false,
    } as const;
    // Others take the two of sampling only without reasoning.
    const { body, warnings } = render({ model: 'my-own', settings });
    expect(body).toMatchObject({
      max_output_tokens: 16,
      temperature: 0.5,
      top_p: 0.5,
      reasoning: { effort: 'high' },
    });
    for (const key of ['seed', 'stop', 'parallel_tool_calls']) expect(body).not.toHaveProperty(key);
    expect(warnings).toEqual(['setting-dropped', 'setting-dropped', 'setting-changed']);
  });

  it('merges the own keys of the caller', () => {
    const providerOptions = {
      openai: {
        reasoning: { summary: 'auto' },
        include: ['message.output_text.logprobs'],
        store: true,
        n: 1,
      },
    };
    expect(render({ settings: { reasoning: 'low' }, providerOptions }).body).toMatchObject({
      reasoning: { effort: 'low', summary: 'auto' },
      include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
      store: true,
      n: 1,
    });
  });

  it('sends requests that begin alike to one cache, if asked to', () => {
    const keyOf = (change: Partial<ModelRequest>): unknown =>
      render({ settings: { promptCache: true }, ...change }).body.prompt_cache_key;
    expect(render().body).not.toHaveProperty('prompt_cache_key');
    expect(keyOf({})).toMatch(/^pegboard-[0-9a-f]{16}$/);
    expect(keyOf({ messages: [ask, answer([{ type: 'text', text: 'x' }])] })).toBe(keyOf({}));
    expect(keyOf({ model: 'gpt-4o' })).not.toBe(keyOf({}));
  });

  it('puts system messages at the start into the instructions and leaves others in place', () => {
    const system = (text: string): Message => ({
      id: 's',
      role: 'system',
      content: [{ type: 'text', text }],
    });
    const { body } = render({ messages: [system('A'), system('B'), ask, system('C')] });
    expect(body.instructions).toBe('A\n\nB');
    expect(body.input).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'system', content: 'C' },
    ]);
    expect(render({ messages: [system('A')] }).body).toMatchObject({
      input: [{ role: 'system', content: 'A' }],
    });
  });

  it('asks for an answer of a schema', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    expect(render({ output: { name: 'my answer', schema } }).body.text).toEqual({
      format: {
        type: 'json_schema',
        name: 'my_answer',
        schema: { ...schema, additionalProperties: false },
        strict: true,
      },
    });
  });
});

describe('tools', () => {
  it('run by the API are sent once, and of a place what it knows', () => {
    const server = (name: string) => ({ type: 'mcp_server', name, url: 'https://mcp.example' });
    const { body, warnings } = render({
      builtinTools: [
        { type: 'web_search', userLocation: { city: 'Oslo', latitude: 1, longitude: 2 } },
        { type: 'web_search' },
        server('a'),
        server('b'),
        server('a'),
        { type: 'code_execution' },
      ],
    });
    expect((body.tools as { type: string }[]).map(({ type }) => type)).toEqual([
      'web_search',
      'mcp',
      'mcp',
      'code_interpreter',
    ]);
    expect(body.tools).toMatchObject([{ user_location: { type: 'approximate', city: 'Oslo' } }, {}, {}, {}]);
    expect(JSON.stringify(body.tools)).not.toContain('latitude');
    expect(warnings).toEqual([
      'builtin-option-dropped',
      'builtin-option-dropped',
      'builtin-tool-dropped',
      'builtin-tool-dropped',
    ]);
    const nowhere = render({ builtinTools: [{ type: 'web_search', userLocation: { latitude: 1 } }] });
    expect(nowhere.body.tools).toEqual([{ type: 'web_search' }]);
  });

  it('run by the API are spelled its way', () => {
    const { body, warnings } = render({
      builtinTools: [
        {
          type: 'web_search',
          contextSize: 'high',
          allowedDomains: ['a.example'],
          userLocation: { country: 'DE' },
          maxUses: 3,
        },
        { type: 'code_execution', memoryLimit: '4g' },
        { type: 'file_search', vectorStoreIds: ['vs_1'], maxResults: 2 },
        { type: 'image_generation', partialImages: 1 },
        {
          type: 'mcp_server',
          name: 'x',
          url: 'https://mcp.example',
          headers: { 'X-Key': '1' },
          requireApproval: 'never',
        },
        { type: 'memory' },
      ],
      toolChoice: { tool: 'code_execution' },
    });
    expect(body.tools).toEqual([
      {
        type: 'web_search',
        search_context_size: 'high',
        filters: { allowed_domains: ['a.example'] },
        user_location: { type: 'approximate', country: 'DE' },
      },
      { type: 'code_interpreter', container: { type: 'auto', memory_limit: '4g' } },
      { type: 'file_search', max_num_results: 2, vector_store_ids: ['vs_1'] },
      { type: 'image_generation', partial_images: 1 },
      {
        type: 'mcp',
        server_label: 'x',
        server_url: 'https://mcp.example',
        headers: { 'X-Key': '1' },
        require_approval: 'never',
      },
    ]);
    expect(body.tool_choice).toEqual({ type: 'code_interpreter' });
    expect(body.include).toEqual([
      'reasoning.encrypted_content',
      'web_search_call.action.sources',
      'code_interpreter_call.outputs',
      'file_search_call.results',
    ]);
    expect(warnings).toEqual(['setting-dropped', 'builtin-tool-dropped']);
  });

  it('of ours say whether they are strict', () => {
    const tool = { name: 'f', description: 'F', inputSchema: { type: 'object', properties: {} } };
    expect(render({ tools: [tool], toolChoice: { tool: 'f' } }).body).toMatchObject({
      tools: [
        { type: 'function', name: 'f', description: 'F', strict: false, parameters: { type: 'object' } },
      ],
      tool_choice: { type: 'function', name: 'f' },
    });
  });
});

describe('an answer in the conversation', () => {
  it('goes back as it came to the model that gave it', () => {
    expect(inputOf([ask, answer([thinking, said])])).toEqual([
      { role: 'user', content: 'Hi' },
      thought,
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        phase: 'final_answer',
        content: [{ type: 'output_text', text: 'Hello', annotations: [] }],
      },
    ]);
  });

  it.each([
    ['another model asks', answer([thinking, said]), 'gpt-5.5'],
    ['another host gave it', answer([thinking, said], 'gpt-6-astra', 'azure'), 'gpt-6-astra'],
    ['its reasoning is gone', answer([said]), 'gpt-6-astra'],
    [
      'its reasoning cannot be read',
      answer([{ ...thinking, ...own({ item: { ...thought, encrypted_content: null } }) }, said]),
      'gpt-6-astra',
    ],
  ])('is told anew, without ids and reasoning, where %s', (_, message, model) => {
    expect(inputOf([ask, message], { model })).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello', phase: 'final_answer' },
    ]);
  });

  it('leaves out reasoning that led to nothing, as in an answer that was cut off', () => {
    expect(inputOf([ask, answer([thinking])])).toEqual([{ role: 'user', content: 'Hi' }]);
    const unrelated: AssistantPart = { type: 'text', text: 'Hello', ...own({ id: 'msg_2' }) };
    expect(inputOf([answer([thinking, unrelated])])).toMatchObject([{ id: 'msg_2' }]);
  });

  it('keeps the text of arguments to the letter while it means the same', () => {
    const call = (input: JsonObject): AssistantPart => ({
      type: 'tool-call',
      callId: 'c1',
      name: 'f',
      input,
      executor: 'client',
      ...own({ id: 'fc_1', args: '{"a": 1}' }),
    });
    const argsOf = (input: JsonObject): unknown =>
      (inputOf([answer([call(input)])]) as JsonObject[])[0]?.arguments;
    expect(argsOf({ a: 1 })).toBe('{"a": 1}');
    expect(argsOf({ a: 2 })).toBe('{"a":2}');
  });

  it('brings an image back to the call that made it', () => {
    const item = { type: 'image_generation_call', id: 'ig_1', status: 'completed' };
    const call: AssistantPart = {
      type: 'tool-call',
      callId: 'g',
      name: 'image_generation',
      input: {},
      executor: 'provider',
      ...own({ item }),
    };
    const result: AssistantPart = {
      type: 'tool-result',
      callId: 'g',
      name: 'image_generation',
      status: 'success',
      content: [{ type: 'media', mediaType: 'image/png', data: 'AAAA' }],
      executor: 'provider',
    };
    expect(inputOf([answer([call, result])])).toEqual([{ ...item, result: 'AAAA' }]);
  });
});

describe('media', () => {
  it('go as images and files, by address, data or id', () => {
    const part = (more: object): object => ({ type: 'media', mediaType: 'image/png', ...more });
    const id = { providerData: { 'openai.responses': { fileId: 'file-1' } } };
    const content = [
      part({ url: 'https://a.example/x.png' }),
      part({ data: 'AAAA' }),
      part(id),
      part({ mediaType: 'application/pdf', data: 'AAAA', filename: 'x.pdf' }),
      part({ mediaType: 'application/pdf', url: 'https://a.example/x.pdf' }),
      part({ mediaType: 'application/pdf', ...id }),
      part({ mediaType: 'audio/wav', data: 'AAAA' }),
    ] as never; // every case of a media part
    const { body, warnings } = render({ messages: [{ id: 'u', role: 'user', content }] });
    expect(body.input).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_image', detail: 'auto', image_url: 'https://a.example/x.png' },
          { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,AAAA' },
          { type: 'input_image', detail: 'auto', file_id: 'file-1' },
          { type: 'input_file', filename: 'x.pdf', file_data: 'data:application/pdf;base64,AAAA' },
          { type: 'input_file', file_url: 'https://a.example/x.pdf' },
          { type: 'input_file', file_id: 'file-1' },
          { type: 'input_text', text: '[A file of type audio/wav was left out: the model cannot read it.]' },
        ],
      },
    ]);
    expect(warnings).toEqual(['unsupported-part']);
  });

  it('of a result stay in it', () => {
    const call: AssistantPart = { type: 'tool-call', callId: 'c', name: 'f', input: {}, executor: 'client' };
    const image = { type: 'media', mediaType: 'image/png', data: 'AAAA' } as const;
    const content = [
      {
        type: 'tool-result',
        callId: 'c',
        name: 'f',
        status: 'success',
        content: [{ type: 'text', text: 'x' }, image],
        executor: 'client',
      },
    ] as const;
    const [, output] = inputOf([answer([call]), { id: 't', role: 'tool', content }]) as JsonObject[];
    expect(output).toMatchObject({
      type: 'function_call_output',
      call_id: 'c',
      output: [{ type: 'input_text', text: 'x' }, { type: 'input_image' }],
    });
  });
});

it('sends an item of the API that a user message carries', () => {
  const item = { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true };
  const part = { type: 'json', value: {}, ...own({ item }) } as const;
  expect(inputOf([{ id: 'u', role: 'user', content: [part] }])).toEqual([item]);
});

it('gives the same bytes for the same request', () => {
  const messages = [ask, answer([thinking, said])];
  const once = codec.render(request({ messages })).body;
  expect(codec.render(request({ messages: structuredClone(messages) })).body).toBe(once);
});
