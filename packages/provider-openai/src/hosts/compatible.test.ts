import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AssistantPart, JsonObject, Message, ModelRequest } from '@pegboard/core/provider';
import { OpenAI } from 'openai';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  azureOpenAI,
  type CompatibleOptions,
  deepseek,
  groq,
  lmStudio,
  mistral,
  openaiCompatible,
  openrouter,
} from '../index.ts';
import {
  ask,
  delta,
  done,
  failure,
  type Handler,
  host,
  run,
  type Seen,
  sse,
  streams,
} from '../loopback.test-helper.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const answer = streams(sse(delta({ content: 'Hello' }), delta({}, 'stop')) + done);

/** What a host is sent. */
async function sent(
  make: (options: CompatibleOptions) => ReturnType<typeof openaiCompatible>,
  change: Partial<ModelRequest> = {},
  options: Partial<CompatibleOptions> = {},
): Promise<Seen & { warnings: string[] }> {
  const { baseURL, seen } = await host(answer);
  const provider = make({ name: 'host', baseURL, apiKey: 'k', ...options });
  const { warnings } = await run(provider, change);
  const [one] = seen;
  if (!one) throw new TypeError('Nothing was sent.');
  return { ...one, warnings: warnings.map(({ code }) => code) };
}

const messagesOf = ({ body }: Seen): JsonObject[] => body.messages as never as JsonObject[];
const toolCall = (callId: string): AssistantPart => ({
  type: 'tool-call',
  callId,
  name: 'f',
  input: {},
  executor: 'client',
});
const said = (...content: AssistantPart[]): Message => ({
  id: 'a',
  role: 'assistant',
  content,
  origin: { provider: 'host', model: 'gpt-test' },
});
const results = (...ids: string[]): Message => ({
  id: 't',
  role: 'tool',
  content: ids.map((callId) => ({
    type: 'tool-result',
    callId,
    name: 'f',
    status: 'success',
    content: [{ type: 'text', text: 'ok' }],
    executor: 'client',
  })),
});
const text = (value: string): AssistantPart => ({ type: 'text', text: value });
const thought: AssistantPart = { type: 'reasoning', text: 'Hm.' };
const tool = {
  name: 'f',
  description: 'F',
  inputSchema: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
};

describe('a host of which nothing is known', () => {
  it('is sent only what every host takes', async () => {
    const settings = { maxTokens: 9, parallelToolCalls: false } as const;
    const { body, warnings } = await sent(openaiCompatible, { settings, tools: [tool] });
    expect(body).toMatchObject({ max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] });
    for (const key of ['parallel_tool_calls', 'stream_options', 'max_completion_tokens', 'tool_choice'])
      expect(body).not.toHaveProperty(key);
    expect(warnings).toEqual(['setting-dropped']);
  });

  it('needs no key where none is named, and names the variable where one is', async () => {
    vi.stubEnv('HOST_API_KEY', '');
    const { headers } = await sent(openaiCompatible, {}, { apiKey: undefined });
    expect(headers.authorization).toBeUndefined();
    const missing = openaiCompatible({
      name: 'host',
      baseURL: 'http://127.0.0.1:1',
      apiKeyEnv: 'HOST_API_KEY',
    });
    expect(await failure(run(missing))).toMatchObject({
      code: 'missing-key',
      message: expect.stringContaining('HOST_API_KEY') as string,
    });
    vi.stubEnv('HOST_API_KEY', 'from-env');
    const found = await sent(openaiCompatible, {}, { apiKey: undefined, apiKeyEnv: 'HOST_API_KEY' });
    expect(found.headers.authorization).toBe('Bearer from-env');
  });

  it('must be told where it is', () => {
    expect(() => openaiCompatible({ name: 'host' })).toThrow(/not known where host is[^]*baseURL/);
  });

  it('may be told the facts about its models', () => {
    const models = { m: { contextTokens: 9 } };
    const provider = openaiCompatible({ name: 'host', baseURL: 'http://127.0.0.1:1', models });
    expect(provider.modelInfo?.('m')).toEqual({ id: 'm', contextTokens: 9 });
    expect(provider.modelInfo?.('gpt-4o')).toBeUndefined();
    expect(provider.knownModels?.()).toHaveLength(1);
  });

  it('can speak Responses', async () => {
    const { baseURL, seen } = await host((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(
          '{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"x"}]}]}',
        ),
    );
    const provider = openaiCompatible({ name: 'host', baseURL, api: 'responses' });
    expect((await run(provider)).text).toBe('x');
    expect(seen[0]?.path).toBe('/v1/responses');
    expect(seen[0]?.body).not.toHaveProperty('include');
  });

  it.each([
    [['<think>\nHm', '.</thi', 'nk>\n\nYes', '<think>'], 'Hm.', 'Yes<think>'],
    [['<', 'think>Hm'], 'Hm', ''],
    [['<thin', ' air>'], '', '<thin air>'],
    [['  x'], '', '  x'],
    [['<th'], '', '<th'],
  ])('may write its reasoning into the content: %j', async (pieces, reasoning, content) => {
    const { baseURL } = await host(
      streams(sse(...pieces.map((piece) => delta({ content: piece })), delta({}, 'stop')) + done),
    );
    const outcome = await run(openaiCompatible({ name: 'host', baseURL }));
    expect([outcome.reasoning, outcome.text]).toEqual([reasoning, content]);
  });
});

describe('lmStudio()', () => {
  it('sends turns that alternate, and system messages first', async () => {
    const user = (value: string): Message => ({
      id: 'u',
      role: 'user',
      content: [{ type: 'text', text: value }],
    });
    const system = (value: string): Message => ({
      id: 's',
      role: 'system',
      content: [{ type: 'text', text: value }],
    });
    const seen = await sent(lmStudio, {
      messages: [
        system('A'),
        system('B'),
        user('one'),
        user('two'),
        said(text('x')),
        said(text('y')),
        system('C'),
        user('three'),
        said(toolCall('c1')),
        results('c1'),
        user('four'),
      ],
    });
    expect(messagesOf(seen).map(({ role, content }) => [role, content])).toEqual([
      ['system', 'A\n\nB'],
      [
        'user',
        [
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two' },
        ],
      ],
      ['assistant', 'x\n\ny'],
      [
        'user',
        [
          { type: 'text', text: 'C' },
          { type: 'text', text: 'three' },
        ],
      ],
      ['assistant', null],
      ['tool', 'ok'],
      ['assistant', 'OK'],
      ['user', 'four'],
    ]);
  });

  it('has images fetched for it', async () => {
    const image = { type: 'media', mediaType: 'image/*', url: 'https://a.example/x.png' } as const;
    const seen = await sent(lmStudio, {
      messages: [{ id: 'u', role: 'user', content: [image] }],
      resolveMedia: async () => ({ mediaType: 'image/png', data: 'AAAA' }),
    });
    expect(messagesOf(seen)[0]?.content).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    ]);
  });
});

describe('deepseek()', () => {
  it('gets reasoning back with answers that called tools, and with no others', async () => {
    const messages = [
      ask,
      said(thought, toolCall('c1')),
      results('c1'),
      said(thought, text('Done.')),
      ask,
      { ...said(thought, toolCall('c2')), origin: { provider: 'other', model: 'm' } },
      results('c2'),
    ];
    const seen = await sent(deepseek, { messages });
    const assistants = messagesOf(seen).filter(({ role }) => role === 'assistant');
    expect(assistants.map((message) => message.reasoning_content)).toEqual(['Hm.', undefined, '']);
  });

  it('is told a schema in words', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const seen = await sent(deepseek, { output: { name: 'x', schema } });
    expect(seen.body.response_format).toEqual({ type: 'json_object' });
    expect(messagesOf(seen)[0]).toMatchObject({
      role: 'system',
      content: expect.stringContaining(JSON.stringify(schema)) as string,
    });
  });

  it('does not think when told so', async () => {
    const off = await sent(deepseek, { settings: { reasoning: 'none' } });
    expect(off.body).toMatchObject({ thinking: { type: 'disabled' } });
    expect(off.body).not.toHaveProperty('reasoning_effort');
    expect((await sent(deepseek, { settings: { reasoning: 'low' } })).body.reasoning_effort).toBe('low');
  });
});

describe('mistral()', () => {
  it('gets ids of nine characters, the same for a call and its result', async () => {
    const messages = [
      ask,
      said(toolCall('call_12345'), toolCall('AbCdEf123')),
      results('call_12345', 'AbCdEf123'),
    ];
    const [, caller, first, second] = messagesOf(await sent(mistral, { messages }));
    const [one, two] = ((caller?.tool_calls ?? []) as JsonObject[]).map(({ id }) => id);
    expect(one).toMatch(/^[A-Za-z0-9]{9}$/);
    expect(two).toBe('AbCdEf123');
    expect([first?.tool_call_id, second?.tool_call_id]).toEqual([one, two]);
  });

  it('gets its own words, and no user right after a result', async () => {
    const messages = [ask, said(thought, toolCall('c1')), results('c1'), ask];
    const seen = await sent(mistral, {
      messages,
      tools: [tool],
      toolChoice: 'required',
      settings: { seed: 1 },
    });
    expect(seen.body).toMatchObject({ tool_choice: 'any', random_seed: 1 });
    expect(messagesOf(seen).map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
    ]);
    expect(messagesOf(seen)[1]?.content).toEqual([
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
    ]);
  });
});

describe('openrouter()', () => {
  const details = [
    { type: 'reasoning.text', text: 'Hm.', signature: 'S', index: 0 },
    { type: 'reasoning.encrypted', data: 'E', index: 1 },
  ];

  it('gets the details of reasoning back as a whole, where the same model asks', async () => {
    const [first, second] = details;
    const pieces = [
      { ...first, text: 'H', signature: null },
      { type: 'reasoning.text', text: 'm.', index: 0 },
      { type: 'reasoning.text', signature: 'S', index: 0 },
      second,
    ];
    const { baseURL, seen } = await host(
      streams(
        sse(
          ...pieces.map((piece) => delta({ reasoning_details: [piece] })),
          delta({ content: 'Yes' }),
          delta({}, 'stop'),
        ) + done,
      ),
    );
    const provider = openrouter({ baseURL, apiKey: 'k' });
    const { reasoning, parts } = await run(provider);
    expect(reasoning).toBe('Hm.');
    const origin = { provider: 'openrouter', model: 'gpt-test' };
    const kept = [...parts.filter((part) => part.type === 'reasoning'), text('Yes')];
    const messages = [ask, { ...said(...kept), origin }, ask];
    await run(provider, { messages });
    await run(provider, { messages, model: 'other' });
    const [, , same] = [undefined, ...seen.map(messagesOf)];
    expect(same?.[1]?.reasoning_details).toEqual(details);
    expect(seen[2] && messagesOf(seen[2])[1]).not.toHaveProperty('reasoning_details');
  });

  it('runs tools of its own, and takes effort or tokens', async () => {
    const builtinTools = [{ type: 'web_search', contextSize: 'low', maxUses: 1 }];
    const seen = await sent(openrouter, { builtinTools, settings: { reasoning: { budgetTokens: 2000 } } });
    expect(seen.body).toMatchObject({
      tools: [{ type: 'openrouter:web_search', parameters: { search_context_size: 'low', max_uses: 1 } }],
      reasoning: { max_tokens: 2000 },
    });
  });
});

it("sends Google's signatures back with the calls that they came with", async () => {
  const signed = {
    id: 'c1',
    index: 0,
    function: { name: 'f', arguments: '{}' },
    extra_content: { google: { thought_signature: 'S' } },
  };
  const { baseURL, seen } = await host(
    streams(sse(delta({ tool_calls: [signed] }), delta({}, 'tool_calls')) + done),
  );
  const provider = openaiCompatible({ name: 'host', baseURL, quirks: { extraContent: true } });
  const [call] = (await run(provider)).calls;
  const { args: _, ...rest } = { ...call, input: {} };
  const messages = [ask, said(rest as AssistantPart), results('c1')];
  await run(provider, { messages });
  const [, caller] = seen[1] ? messagesOf(seen[1]) : [];
  expect(caller?.tool_calls).toMatchObject([{ extra_content: signed.extra_content }]);
});

describe('groq()', () => {
  const refusal = (generation: string): object => ({
    error: {
      message: 'Failed to call a function',
      type: 'invalid_request_error',
      code: 'tool_use_failed',
      failed_generation: generation,
    },
  });
  const refuses =
    (generation: string): Handler =>
    (response) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify(refusal(generation)));
  const streamsRefusal = (generation: string): Handler => streams(sse(delta({}), refusal(generation)));
  const written = '<function=f>{"a":"x"}</function>';

  it.each([
    ['a refusal', refuses, (baseURL: string) => groq({ baseURL, apiKey: 'k' })],
    ['an error in a stream', streamsRefusal, (baseURL: string) => groq({ baseURL, apiKey: 'k' })],
    [
      'a refusal through the openai client',
      refuses,
      (baseURL: string) => groq({ client: new OpenAI({ baseURL, apiKey: 'k' }) }),
    ],
  ] as const)('reads the call that the host could not, out of %s', async (_, handle, make) => {
    const { baseURL } = await host(handle(written));
    const { calls, finish } = await run(make(baseURL), { tools: [tool] });
    expect(calls).toMatchObject([{ name: 'f', args: { a: 'x' }, executor: 'client' }]);
    expect(finish).toEqual({ unified: 'tool-calls', raw: 'tool_use_failed' });

    const other = await host(handle('maybe'));
    expect(await failure(run(make(other.baseURL), { tools: [tool] }))).toMatchObject({
      code: 'invalid-response',
      retryable: true,
    });
  });

  it('tells other refusals as they are', async () => {
    const { baseURL } = await host((response) =>
      response.writeHead(400).end('{"error":{"message":"Bad","code":"context_length_exceeded"}}'),
    );
    expect(await failure(run(groq({ baseURL, apiKey: 'k' })))).toMatchObject({
      status: 400,
      code: 'context-too-long',
    });
  });
});

describe('azureOpenAI()', () => {
  it('asks the deployment, with the key in its own header or a token', async () => {
    const { baseURL, seen } = await host(answer);
    const options = { baseURL, apiVersion: '2025-01-01' };
    await run(azureOpenAI({ ...options, apiKey: 'k' }));
    await run(azureOpenAI({ ...options, deployment: 'my one', token: async () => 't' }));
    expect(seen.map(({ path }) => path)).toEqual([
      '/v1/openai/deployments/gpt-test/chat/completions?api-version=2025-01-01',
      '/v1/openai/deployments/my%20one/chat/completions?api-version=2025-01-01',
    ]);
    expect(seen.map(({ headers }) => [headers['api-key'], headers.authorization])).toEqual([
      ['k', undefined],
      [undefined, 'Bearer t'],
    ]);
  });

  it('speaks Responses at the address of all deployments', async () => {
    const { baseURL, seen } = await host((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"status":"completed","output":[]}'),
    );
    await run(azureOpenAI({ baseURL, apiKey: 'k', api: 'responses' }));
    expect(seen[0]?.path).toBe('/v1/openai/v1/responses');
    expect(seen[0]?.body).toMatchObject({ store: false, include: ['reasoning.encrypted_content'] });
  });

  it('asks for its endpoint at the first call, not before', async () => {
    vi.stubEnv('AZURE_OPENAI_ENDPOINT', '');
    const provider = azureOpenAI({ apiKey: 'k' });
    expect(await failure(run(provider))).toMatchObject({
      code: 'config',
      message: expect.stringContaining('AZURE_OPENAI_ENDPOINT') as string,
    });
    const { baseURL, seen } = await host(answer);
    vi.stubEnv('AZURE_OPENAI_ENDPOINT', baseURL);
    await run(provider);
    expect(seen).toHaveLength(1);
  });
});

it('a preset is at most 15 lines', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const presets = readdirSync(folder).filter((name) => !/test|define-host/.test(name));
  expect(presets.length).toBeGreaterThanOrEqual(10);
  const long = presets.filter(
    (name) => readFileSync(`${folder}${name}`, 'utf8').trimEnd().split('\n').length > 15,
  );
  expect(long).toEqual([]);
});
