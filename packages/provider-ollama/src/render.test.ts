import type { ModelRequest, ToolSpec } from '@pegboard/core/provider';
import { describe, expect, it, vi } from 'vitest';
import { ollama } from './index.ts';
import {
  assistant,
  done,
  host,
  request,
  results,
  run,
  sent,
  streams,
  system,
  tool,
  toolCall,
  toolResult,
  user,
} from './loopback.test-util.ts';

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image = { type: 'media', mediaType: 'image/png', data: pixel } as const;
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } as const;
const output = { name: 'place', description: 'A place.', schema };

describe('messages', () => {
  it('begin with one system message; later ones are said in their place', async () => {
    const { messages } = await sent({
      messages: [system('A'), system(' '), system('B'), user('One?'), system('C'), user('Two?')],
    });
    expect(messages).toEqual([
      { role: 'system', content: 'A\n\nB' },
      { role: 'user', content: 'One?' },
      { role: 'user', content: '<system>\nC\n</system>' },
      { role: 'user', content: 'Two?' },
    ]);
  });

  it.each([[[]], [[system('Be brief')]], [[user('')]], [[assistant([{ type: 'text', text: '' }])]]])(
    'are never none: %j',
    async (messages) => {
      expect((await sent({ messages })).messages.at(-1)).toEqual({ role: 'user', content: 'Begin.' });
    },
  );

  it('hold images apart from the text, cleaned', async () => {
    const spaced = `${pixel.slice(0, 20)}\n ${pixel.slice(20).replace(/=+$/, '')}`;
    const { messages, warnings } = await sent({
      messages: [
        user('a', image, 'b', { ...image, data: spaced }),
        user({ type: 'media', mediaType: 'image/*', url: `data:image/png;base64,${pixel}` }),
      ],
    });
    expect(messages).toEqual([
      { role: 'user', content: 'a\nb', images: [pixel, pixel] },
      { role: 'user', content: '', images: [pixel] },
    ]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['no base64', { ...image, data: '/etc/passwd' }],
    ['a data URL as data', { ...image, data: `data:image/png;base64,${pixel}` }],
    ['a GIF', { type: 'media', mediaType: 'image/gif', data: btoa('GIF89a') }],
    ['a PDF', { type: 'media', mediaType: 'application/pdf', data: btoa('%PDF-1.7') }],
    ['audio', { type: 'media', mediaType: 'audio/wav', data: btoa('RIFF') }],
    ['nothing', { type: 'media', mediaType: 'image/png', data: '' }],
    ['an address', { type: 'media', mediaType: 'image/png', url: 'https://example.com/a.png' }],
  ] as const)('leave out %s, with words in its place and a warning', async (_, part) => {
    const { messages, warnings } = await sent({ messages: [user('Look', part)] });
    expect(messages).toEqual([
      { role: 'user', content: expect.stringMatching(/^Look\n\[A file of type .* was left out/) },
    ]);
    expect(warnings).toMatchObject([{ code: 'unsupported-part', details: { mediaType: part.mediaType } }]);
  });

  it('have the bytes of an address that resolveMedia has fetched', async () => {
    const resolveMedia = async (): Promise<{ mediaType: string; data: string }> => ({
      mediaType: 'image/png',
      data: pixel,
    });
    const url = 'https://example.com/a.png';
    const { messages } = await sent({
      messages: [user({ type: 'media', mediaType: 'image/*', url })],
      resolveMedia,
    });
    expect(messages).toEqual([{ role: 'user', content: '', images: [pixel] }]);
  });

  it('hold calls as objects, and their results by name and id in the order of the calls', async () => {
    const { messages } = await sent({
      messages: [
        user('?'),
        assistant([toolCall('c1', 'f', { a: 1 }), toolCall('c2', 'g')]),
        results(toolResult('c2', 'g', 'two'), toolResult('lost', 'h', 'x'), toolResult('c1', 'f', 'one')),
      ],
    });
    expect(messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: '',
        tool_calls: [
          { id: 'c1', function: { name: 'f', arguments: { a: 1 } } },
          { id: 'c2', function: { name: 'g', arguments: {} } },
        ],
      },
      { role: 'tool', content: 'one', tool_name: 'f', tool_call_id: 'c1' },
      { role: 'tool', content: 'two', tool_name: 'g', tool_call_id: 'c2' },
    ]);
  });

  it('say that a call has no result', async () => {
    const { messages } = await sent({ messages: [assistant([toolCall('c1', 'f')]), user('So?')] });
    expect(messages[1]).toMatchObject({ role: 'tool', tool_name: 'f', tool_call_id: 'c1' });
    expect(messages[1]?.content).not.toBe('');
  });

  it('show the images of results behind all results of the answer', async () => {
    const { messages } = await sent({
      messages: [
        user('?'),
        assistant([toolCall('c1', 'f'), toolCall('c2', 'g')]),
        results(toolResult('c1', 'f', 'see', image), toolResult('c2', 'g', 'ok')),
      ],
    });
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool', 'user']);
    expect(messages[2]?.content).toMatch(/^see\n.*follow/);
    expect(messages[4]).toEqual({
      role: 'user',
      content: 'Images of the result of f (call c1):',
      images: [pixel],
    });
  });

  it('hold the thoughts of the same model, and of no other', async () => {
    const thought = [{ type: 'reasoning', text: 'hm' } as const, { type: 'text', text: 'Yes.' } as const];
    const { messages } = await sent({
      messages: [
        user('?'),
        assistant(thought, { provider: 'ollama', model: 'test-model:8b' }),
        assistant(thought, { provider: 'ollama', model: 'other' }),
        assistant(thought, { provider: 'else', model: 'test-model:8b' }),
        assistant(thought),
        user('So?'),
      ],
    });
    const plain = { role: 'assistant', content: 'Yes.' };
    expect(messages.slice(1, 5)).toEqual([{ ...plain, thinking: 'hm' }, plain, plain, plain]);
  });

  it('leave out media of an answer, with a warning', async () => {
    const { messages, warnings } = await sent({ messages: [assistant([image]), user('So?')] });
    expect(messages).toEqual([{ role: 'user', content: 'So?' }]);
    expect(warnings).toMatchObject([{ code: 'unsupported-part' }]);
  });

  it('are rendered once, however many turns follow', async () => {
    const { baseURL } = await host(streams(done()));
    const provider = ollama({ baseURL });
    const value = { toJSON: vi.fn(() => 'written') };
    const first = user({ type: 'json', value: value as never }); // a spy in place of JSON
    await run(provider, { messages: [first] });
    const times = value.toJSON.mock.calls.length;
    await run(provider, { messages: [first, assistant([{ type: 'text', text: 'x' }]), user('So?')] });
    expect(value.toJSON.mock.calls.length).toBe(times);
  });
});

describe('tools', () => {
  const tools = [tool('f'), tool('g', schema)];
  const names = (list: unknown): unknown[] =>
    ((list ?? []) as { function: { name: string } }[]).map((each) => each.function.name); // of a request

  it.each([
    ['auto', ['f', 'g'], undefined],
    ['none', [], undefined],
    ['required', ['f', 'g'], /at least one of the tools/],
    [{ tool: 'g' }, ['g'], /the tool "g"/],
  ] as const)('for the choice %j', async (toolChoice, wanted, words) => {
    const { body, messages, warnings } = await sent({ tools, toolChoice });
    expect(names(body.tools)).toEqual(wanted);
    expect('tools' in body).toBe(wanted.length > 0);
    expect(messages.length).toBe(words ? 2 : 1);
    if (words) expect(messages.at(-1)?.content).toMatch(words);
    expect(warnings.map(({ details }) => details?.setting)).toEqual(words ? ['toolChoice'] : []);
  });

  it('are all sent for the choice of one that is not there, with a warning', async () => {
    const { body, messages, warnings } = await sent({ tools, toolChoice: { tool: 'lost' } });
    expect(names(body.tools)).toEqual(['f', 'g']);
    expect(messages).toHaveLength(1);
    expect(warnings[0]?.message).toContain('"lost" is not among the tools');
  });

  it.each<[string, ToolSpec['inputSchema']]>([
    ['nothing', {}],
    [
      'references',
      { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string' } } },
    ],
    [
      'recursion',
      {
        type: 'object',
        properties: { a: { $ref: '#/$defs/n' } },
        $defs: { n: { type: 'object', properties: { n: { $ref: '#/$defs/n' } } } },
      },
    ],
    ['alternatives', { anyOf: [{ type: 'object', properties: { a: { const: 1 } } }, { type: 'object' }] }],
    ['all of', { type: 'object', properties: { a: { allOf: [{ type: 'string' }, { minLength: 2 }] } } }],
    ['booleans', { type: 'object', properties: { a: true, b: false } }],
    ['a tuple', { type: 'object', properties: { a: { type: 'array', prefixItems: [{ type: 'string' }] } } }],
    [
      'patterns',
      { type: 'object', patternProperties: { '^x': { type: 'string' } }, additionalProperties: false },
    ],
    ['type lists', { type: 'object', properties: { a: { type: ['string', 'null'], format: 'date' } } }],
  ])('keep to what reaches the prompt with a schema of %s', async (_, inputSchema) => {
    await sent({ tools: [tool('f', inputSchema)] });
  });

  it('say in words what the prompt has no place for', async () => {
    const inputSchema = { type: 'object', properties: { n: { type: 'integer', minimum: 3 } } } as const;
    const { body } = await sent({ tools: [tool('f', inputSchema)] });
    expect(JSON.stringify(body.tools)).toMatch(/"description":"[^"]*3/);
    expect(JSON.stringify(body.tools)).not.toContain('"minimum"');
  });

  it('of the provider are left out with a warning', async () => {
    const { warnings } = await sent({ builtinTools: [{ type: 'web_search' }] });
    expect(warnings).toMatchObject([{ code: 'builtin-tool-dropped', details: { tool: 'web_search' } }]);
  });
});

describe('settings', () => {
  it('go into options, with numbers of the types that the server takes', async () => {
    const { body, warnings } = await sent(
      {
        settings: {
          temperature: 0,
          topP: 0.5,
          maxTokens: 99.6,
          seed: 7,
          stop: ['END', ''],
          promptCache: true,
        },
      },
      { numCtx: 8192, keepAlive: '10m', truncate: false },
    );
    expect(body).toMatchObject({
      keep_alive: '10m',
      truncate: false,
      options: { num_ctx: 8192, num_predict: 100, temperature: 0, top_p: 0.5, seed: 7, stop: ['END'] },
    });
    expect(warnings).toEqual([]);
  });

  it('that are not set are not sent', async () => {
    const { body } = await sent({ settings: { stop: [] } });
    expect(Object.keys(body)).toEqual(['model', 'messages', 'stream']);
  });

  it('yield to providerOptions, those in options one by one', async () => {
    const { body } = await sent(
      {
        settings: { temperature: 1 },
        providerOptions: {
          ollama: { options: { num_ctx: 1024, top_k: 5 }, keep_alive: -1 },
          other: { options: { seed: 1 } },
        },
      },
      { numCtx: 8192, keepAlive: 5 },
    );
    expect(body).toMatchObject({ keep_alive: -1, options: { num_ctx: 1024, temperature: 1, top_k: 5 } });
    expect(body.options).not.toHaveProperty('seed');
  });

  it('that are undefined in providerOptions are left out', async () => {
    // Plain JavaScript may pass it.
    const own = { keep_alive: undefined } as never;
    const { body } = await sent({ providerOptions: { ollama: own } }, { keepAlive: 5 });
    expect(body.keep_alive).toBe(5);
  });

  it('that the API lacks are told', async () => {
    const { warnings } = await sent({ tools: [tool('f')], settings: { parallelToolCalls: false } });
    expect(warnings).toMatchObject([{ code: 'setting-dropped', details: { setting: 'parallelToolCalls' } }]);
  });

  it.each<[ModelRequest['settings']['reasoning'], string, unknown, boolean]>([
    ['none', 'qwen3:8b', false, false],
    ['medium', 'qwen3:8b', true, false],
    ['high', 'qwen3:8b', true, true],
    [{ budgetTokens: 0 }, 'qwen3:8b', false, false],
    [{ budgetTokens: 5000 }, 'qwen3:8b', true, true],
    ['high', 'gemma3:4b', undefined, true],
    ['none', 'gemma3:4b', false, false],
    ['low', 'gpt-oss:20b', 'low', false],
    ['medium', 'gpt-oss', 'medium', false],
    ['max', 'gpt-oss:20b', 'high', true],
    ['none', 'gpt-oss:20b', 'low', true],
    [{ budgetTokens: 20_000 }, 'someone/gpt-oss-abliterated', 'high', true],
  ])('reasoning %j for %s is think %j', async (reasoning, model, think, isTold) => {
    const { body, warnings } = await sent({ model, settings: { ...(reasoning && { reasoning }) } });
    expect(body.think).toEqual(think);
    expect(warnings.map(({ details }) => details?.setting)).toEqual(isTold ? ['reasoning'] : []);
  });
});

describe('a schema of the answer', () => {
  it('holds the model, and is shown to it', async () => {
    const { body, messages, warnings } = await sent({ output, messages: [system('Be brief'), user('Hi')] });
    expect(body.format).toEqual(schema);
    expect(messages).toHaveLength(2);
    expect(messages[0]?.content).toMatch(/^Be brief\n\nAnswer with nothing but JSON/);
    expect(messages[0]?.content).toContain(JSON.stringify(schema));
    expect(messages[0]?.content).toContain('A place.');
    expect(warnings).toEqual([]);
  });

  it('is only asked for in words beside tools, which it would keep from being called', async () => {
    const { body, messages, warnings } = await sent({ output, tools: [tool('f')] });
    expect(body).not.toHaveProperty('format');
    expect(messages[0]?.content).toContain(JSON.stringify(schema));
    expect(warnings).toMatchObject([{ details: { setting: 'output' } }]);
    expect((await sent({ output, tools: [tool('f')], toolChoice: 'none' })).body.format).toEqual(schema);
  });
});

it('asks for one answer where nobody watches', async () => {
  expect((await sent({ deltas: false })).body.stream).toBe(false);
});

it('makes the same bytes of the same input', async () => {
  const { baseURL, seen } = await host(streams(done()));
  const provider = ollama({ baseURL });
  const { signal, ...plain } = request({
    messages: [system('A'), user('B')],
    tools: [tool('f', schema)],
    output,
  });
  for (const change of [plain, structuredClone(plain)]) await run(provider, { ...change, signal });
  expect(seen[1]?.text).toBe(seen[0]?.text);
});
