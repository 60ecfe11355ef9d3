import { APICallError, dynamicTool, jsonSchema, type JSONSchema7, tool, type ToolSet } from 'ai';
import { convertArrayToReadableStream, MockLanguageModelV3, MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type CallRecord, defineTool, generate, type JsonObject, userMessage } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import type { AiStreamPart } from './ai-types.ts';
import { fromAiSdk } from './from-ai-sdk.ts';
import { toAiSdk } from './to-ai-sdk.ts';

const usage = {
  inputTokens: { total: 7, noCache: 5, cacheRead: 2, cacheWrite: undefined },
  outputTokens: { total: 3, text: 2, reasoning: 1 },
};
const finish = (unified: 'stop' | 'tool-calls' | 'length' = 'stop'): AiStreamPart => ({
  type: 'finish',
  finishReason: { unified, raw: unified },
  usage,
});
const text = (words: string): AiStreamPart[] => [
  { type: 'text-start', id: 't' },
  ...words.split(/(?<= )/).map((delta): AiStreamPart => ({ type: 'text-delta', id: 't', delta })),
  { type: 'text-end', id: 't' },
];
const toolCall = (input: object, id = 'c1'): AiStreamPart[] => [
  { type: 'tool-input-start', id, toolName: 'get_weather' },
  { type: 'tool-input-delta', id, delta: JSON.stringify(input) },
  { type: 'tool-input-end', id },
  { type: 'tool-call', toolCallId: id, toolName: 'get_weather', input: JSON.stringify(input) },
];
const mock = (...answers: readonly (readonly AiStreamPart[])[]): MockLanguageModelV4 =>
  new MockLanguageModelV4({
    provider: 'openai.responses',
    modelId: 'gpt-6-astra',
    doStream: answers.map((parts) => ({
      stream: convertArrayToReadableStream<AiStreamPart>([
        { type: 'stream-start', warnings: [] },
        { type: 'response-metadata', id: 'r1', modelId: 'gpt-6-astra-x' },
        ...parts,
      ]),
    })),
  });

const getWeather = defineTool({
  name: 'get_weather',
  description: 'The weather',
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});

describe('a model of the AI SDK in our agent', () => {
  it('runs a whole conversation with tools', async () => {
    const model = mock(
      [...toolCall({ city: 'Oslo' }, 'a'), ...toolCall({ city: 'Rome' }, 'b'), finish('tool-calls')],
      [...text('Sunny in both'), finish()],
    );
    const pieces: string[] = [];
    const agent = new Agent({
      ...fromAiSdk(model),
      instructions: 'Be brief',
      tools: [getWeather],
      settings: { temperature: 0, maxTokens: 9, reasoning: 'low' },
    });
    const result = await agent.run('Weather?', { onText: (piece) => pieces.push(piece) });
    expect(result).toMatchObject({ status: 'done', text: 'Sunny in both' });
    expect(pieces).toEqual(['Sunny ', 'in ', 'both']);
    expect(result.usage).toMatchObject({
      inputTokens: 14,
      outputTokens: 6,
      cachedInputTokens: 4,
      reasoningTokens: 2,
    });
    expect(result.messages.at(-1)).toMatchObject({ origin: { provider: 'openai', model: 'gpt-6-astra' } });
    const [first, second] = model.doStreamCalls;
    expect(first).toMatchObject({
      temperature: 0,
      maxOutputTokens: 9,
      reasoning: 'low',
      toolChoice: { type: 'auto' },
      tools: [{ type: 'function', name: 'get_weather', inputSchema: { required: ['city'] } }],
    });
    expect(second?.prompt).toEqual([
      { role: 'system', content: 'Be brief' },
      { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'tool-call', toolCallId: 'a', toolName: 'get_weather', input: { city: 'Oslo' } },
          { type: 'tool-call', toolCallId: 'b', toolName: 'get_weather', input: { city: 'Rome' } },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'a',
            toolName: 'get_weather',
            output: { type: 'text', value: 'sunny in Oslo' },
          },
          {
            type: 'tool-result',
            toolCallId: 'b',
            toolName: 'get_weather',
            output: { type: 'text', value: 'sunny in Rome' },
          },
        ],
      },
    ]);
  });

  it('gets its own metadata back in the next turn', async () => {
    const signature = { anthropic: { signature: 's1' } };
    const model = mock(
      [
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'Hm' },
        { type: 'reasoning-end', id: 'r', providerMetadata: signature },
        ...toolCall({ city: 'Oslo' }),
        finish('tool-calls'),
      ],
      [...text('ok'), finish()],
    );
    await new Agent({ ...fromAiSdk(model), tools: [getWeather] }).run('Hi');
    expect(model.doStreamCalls[1]?.prompt[1]?.content[0]).toEqual({
      type: 'reasoning',
      text: 'Hm',
      providerOptions: signature,
    });
  });

  it('media, sources, tools that the provider runs, and its warnings', async () => {
    const model = mock([
      { type: 'file', mediaType: 'image/png', data: { type: 'data', data: new Uint8Array([137, 80]) } },
      { type: 'source', sourceType: 'url', id: 's', url: 'https://x.example/', title: 'X' },
      {
        type: 'tool-call',
        toolCallId: 'w',
        toolName: 'web_search',
        input: '{"q":"x"}',
        providerExecuted: true,
      },
      { type: 'tool-result', toolCallId: 'w', toolName: 'web_search', result: [{ title: 'X' }] },
      ...text('Found'),
      finish(),
    ]);
    const agent = new Agent({
      ...fromAiSdk(model),
      builtinTools: [{ type: 'web_search', contextSize: 'high' }],
    });
    const result = await agent.run([
      { type: 'text', text: 'Search' },
      { type: 'media', mediaType: 'image/*', url: 'https://x.example/a.png' },
    ]);
    expect(result.messages.at(-1)?.content).toMatchObject([
      { type: 'media', mediaType: 'image/png', data: 'iVA=' },
      { type: 'source', url: 'https://x.example/', title: 'X' },
      { type: 'tool-call', executor: 'provider', input: { q: 'x' } },
      { type: 'tool-result', executor: 'provider', status: 'success' },
      { type: 'text', text: 'Found' },
    ]);
    expect(model.doStreamCalls[0]).toMatchObject({
      tools: [
        { type: 'provider', id: 'openai.web_search', name: 'web_search', args: { contextSize: 'high' } },
      ],
      prompt: [
        { content: [{}, { type: 'file', data: { type: 'url', url: new URL('https://x.example/a.png') } }] },
      ],
    });
  });

  it('gives typed output', async () => {
    const model = mock([...text('{"city":"Oslo"}'), finish()]);
    const { output } = await generate({
      ...fromAiSdk(model),
      messages: [userMessage('Where?')],
      output: z.object({ city: z.string() }),
      outputMode: 'native',
    });
    expect(output).toEqual({ city: 'Oslo' });
    expect(model.doStreamCalls[0]?.responseFormat).toMatchObject({
      type: 'json',
      schema: { type: 'object' },
    });
  });

  it.each([
    [
      { statusCode: 429, isRetryable: true, responseHeaders: { 'retry-after': '2' } },
      { code: 'rate-limit', retryable: true, retryAfterMs: 2000 },
    ],
    [
      { statusCode: 401, isRetryable: false },
      { code: 'authentication', retryable: false, status: 401 },
    ],
    [{ isRetryable: true }, { code: 'network', retryable: true }],
  ])('an error of a call %j', async (fields, expected) => {
    const error = new APICallError({
      message: 'no: Bearer sk-secret-1234567',
      url: 'https://x',
      requestBodyValues: {},
      ...fields,
    });
    const model = new MockLanguageModelV4({ provider: 'openai', doStream: () => Promise.reject(error) });
    const failed: unknown = await generate({
      ...fromAiSdk(model),
      messages: 'Hi',
      modelRetries: false,
    }).catch((e: unknown) => e);
    expect(failed).toMatchObject({ name: 'ProviderError', provider: 'openai', ...expected });
    expect(String(failed)).not.toContain('sk-secret');
  });

  it('an error inside a stream, and one that ends early', async () => {
    const inside = mock([...text('One'), { type: 'error', error: new Error('broken') }]);
    await expect(generate({ ...fromAiSdk(inside), messages: 'Hi' })).rejects.toMatchObject({
      code: 'provider-bug',
    });
    const early = mock(text('One'));
    await expect(
      generate({ ...fromAiSdk(early), messages: 'Hi', modelRetries: false }),
    ).rejects.toMatchObject({ code: 'truncated' });
  });

  it('an abort cancels the stream', async () => {
    let cancelled = false;
    const stream = new ReadableStream<AiStreamPart>({
      start: (controller) => controller.enqueue({ type: 'text-delta', id: 't', delta: 'One' }),
      cancel: () => void (cancelled = true),
    });
    const controller = new AbortController();
    const model = new MockLanguageModelV4({ doStream: { stream } });
    const run = new Agent(fromAiSdk(model)).run('Hi', {
      signal: controller.signal,
      onText: () => controller.abort(),
    });
    expect(await run).toMatchObject({ status: 'cancelled', text: 'One' });
    await expect.poll(() => cancelled).toBe(true);
  });

  it('models of the contract before are taken as well, with files in their form', async () => {
    const model = new MockLanguageModelV3({
      provider: 'acme',
      doStream: {
        stream: convertArrayToReadableStream([
          ...text('A cat'),
          { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
        ] as never),
      },
    });
    const result = await new Agent(fromAiSdk(model)).run([
      { type: 'text', text: 'What is this?' },
      { type: 'media', mediaType: 'image/png', data: 'iVBORw0=' },
    ]);
    expect(result).toMatchObject({ text: 'A cat', usage: { inputTokens: 7 } });
    expect(model.doStreamCalls[0]?.prompt[0]?.content[1]).toEqual({
      type: 'file',
      mediaType: 'image/png',
      data: 'iVBORw0=',
    });
  });

  it('a model of ours goes there and back', async () => {
    const provider = scriptedProvider(
      [{ calls: [{ name: 'get_weather', input: { city: 'Oslo' } }] }, 'Sunny'],
      { name: 'local' },
    );
    const model = toAiSdk({ provider, model: 'm' });
    const result = await new Agent({ ...fromAiSdk(model), tools: [getWeather] }).run('Hi');
    expect(result.text).toBe('Sunny');
    expect(result.calls.lastResult('get_weather')).toBe('sunny in Oslo');
  });

  it.each([['openai/gpt-6-astra'], [{ specificationVersion: 'v2', modelId: 'old', provider: 'x' }]])(
    'refuses %j',
    (model) => {
      expect(() => fromAiSdk(model as never)).toThrow(
        expect.objectContaining({ name: 'ConfigError' }) as Error,
      );
    },
  );
});

describe('tools of the AI SDK in our agent', () => {
  async function use(tools: ToolSet, input: JsonObject = {}): Promise<CallRecord & { progress: unknown[] }> {
    const [name = ''] = Object.keys(tools);
    const provider = scriptedProvider([{ calls: [{ name, input }] }], { otherwise: 'done' });
    const progress: unknown[] = [];
    const result = await new Agent({ provider, model: 'm', tools: fromAiSdk(tools) }).run('Go', {
      context: { user: 'ann' },
      onEvent: (event) => (event.type === 'tool-progress' ? progress.push(event.value) : undefined),
    });
    return { ...(result.calls.last(name) as CallRecord), progress };
  }

  it('keep their keys, descriptions and schemas of any kind', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    } satisfies JSONSchema7;
    const kinds: ToolSet = {
      of_zod: tool({
        description: 'Z',
        inputSchema: z.object({ city: z.string().default('Rome') }),
        execute: ({ city }) => city,
      }),
      of_json: tool({
        description: 'J',
        inputSchema: jsonSchema<{ city: string }>(schema),
        execute: ({ city }) => city,
      }),
      dynamic: dynamicTool({
        description: 'D',
        inputSchema: jsonSchema(schema),
        execute: (input) => JSON.stringify(input),
      }),
    };
    expect(fromAiSdk(kinds, { timeoutMs: 5_000 })).toMatchObject([
      {
        name: 'of_zod',
        description: 'Z',
        timeoutMs: 5_000,
        inputSchema: { properties: { city: { default: 'Rome' } } },
      },
      { name: 'of_json', description: 'J', inputSchema: schema },
      { name: 'dynamic', description: 'D' },
    ]);
    expect(await use(kinds)).toMatchObject({ status: 'success', result: 'Rome' });
    const { of_json } = kinds;
    expect(await use({ of_json } as ToolSet, { town: 'x' })).toMatchObject({ status: 'retry', attempts: 0 });
  });

  it('are told of their call', async () => {
    let seen: unknown;
    const look = tool({
      inputSchema: z.object({}),
      execute: (_, options) => {
        seen = options;
        return 'ok';
      },
    });
    await use({ look });
    expect(seen).toMatchObject({
      toolCallId: 'call_1',
      context: { user: 'ann' },
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Go' }] }, { role: 'assistant' }],
    });
    expect((seen as { abortSignal: unknown }).abortSignal).toBeInstanceOf(AbortSignal);
  });

  it('what they yield on the way is progress, the last counts', async () => {
    const work = tool({
      inputSchema: z.object({}),
      execute: async function* () {
        yield 'a third';
        yield 'two thirds';
        yield 'all';
      },
    });
    expect(await use({ work })).toMatchObject({
      result: 'all',
      progress: ['a third', 'two thirds'],
    });
  });

  it('what the model is to see of their output counts, the output is kept', async () => {
    const look = tool({
      inputSchema: z.object({}),
      execute: () => ({ secret: 1 }),
      toModelOutput: () => ({
        type: 'content',
        value: [
          { type: 'text', text: 'A cat' },
          { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'iVBORw0=' } },
        ],
      }),
    });
    const record = await use({ look });
    expect(record).toMatchObject({ result: 'A cat', metadata: { output: { secret: 1 } } });
    expect(record.content).toEqual([
      { type: 'text', text: 'A cat' },
      { type: 'media', mediaType: 'image/png', data: 'iVBORw0=' },
    ]);
    const failing = tool({
      inputSchema: z.object({}),
      execute: () => '',
      toModelOutput: () => ({ type: 'error-text', value: 'no' }),
    });
    expect(await use({ failing })).toMatchObject({ status: 'failed', error: 'no' });
  });

  it('that need approval pause, those without execute are external', async () => {
    const wipe = tool({
      inputSchema: z.object({ path: z.string() }),
      needsApproval: ({ path }) => path === '/etc',
      execute: () => 'gone',
    });
    expect(await use({ wipe }, { path: '/etc' })).toMatchObject({
      phase: 'waiting',
      waitsFor: 'approval',
    });
    expect(await use({ wipe }, { path: '/tmp' })).toMatchObject({ result: 'gone' });
    const ask = tool({ inputSchema: z.object({}), outputSchema: z.string() });
    expect(await use({ ask })).toMatchObject({ phase: 'waiting', waitsFor: 'external' });
  });

  it('are refused where they cannot be: run by a provider, or with a schema that comes later', () => {
    const search = { type: 'provider', id: 'openai.web_search', args: {}, inputSchema: z.object({}) };
    expect(() => fromAiSdk({ search } as never)).toThrow(/builtinTools/);
    const late = tool({
      inputSchema: jsonSchema(Promise.resolve({ type: 'object' as const })),
      execute: () => '',
    });
    expect(() => fromAiSdk({ late })).toThrow(/await/i);
  });
});
