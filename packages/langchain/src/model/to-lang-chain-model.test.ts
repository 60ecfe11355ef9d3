import { Calculator } from '@langchain/community/tools/calculator';
import { AIMessage, type AIMessageChunk, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { concat } from '@langchain/core/utils/stream';
import { MemorySaver } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineTool, ProviderError } from '@pegboard/core';
import { scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { toLangChain } from '../tools/to-lang-chain.ts';
import { type PegboardChatModel, toLangChainModel } from './to-lang-chain-model.ts';

function play(turns: readonly ScriptedTurn[], options: { modelRetries?: false } = {}) {
  const provider = scriptedProvider(turns, { name: 'openai' });
  return { provider, model: toLangChainModel({ provider, model: 'gpt-6-astra', ...options }) };
}

async function streamed(model: PegboardChatModel, tools: never[] = []): Promise<readonly AIMessageChunk[]> {
  const chunks: AIMessageChunk[] = [];
  for await (const chunk of await model.bindTools(tools).stream('Hi')) chunks.push(chunk);
  return chunks;
}

const joined = (chunks: readonly AIMessageChunk[]): AIMessageChunk =>
  chunks.reduce((all, chunk) => concat(all, chunk));

const getWeather = defineTool({
  name: 'get_weather',
  description: 'The weather',
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});
const weatherCalls = ['Oslo', 'Rome'].map((city) => ({ name: 'get_weather', input: { city } }));

describe('a model in LangChain', () => {
  it('answers with text, usage and what is known of the answer', async () => {
    const usage = { inputTokens: 9, outputTokens: 4, totalTokens: 13, reasoningTokens: 1 };
    const { model, provider } = play([{ text: 'Hello', usage }]);
    const answer = await model.invoke([new HumanMessage('Hi')], {
      stop: ['.'],
      settings: { temperature: 0 },
    });
    expect(answer).toMatchObject({
      content: 'Hello',
      tool_calls: [],
      usage_metadata: { input_tokens: 9, output_tokens: 4, output_token_details: { reasoning: 1 } },
      response_metadata: { model_name: 'gpt-6-astra', finish_reason: 'stop' },
    });
    expect(provider.requests[0]).toMatchObject({
      model: 'gpt-6-astra',
      deltas: false,
      settings: { stop: ['.'], temperature: 0 },
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    });
  });

  it('streams text as it comes, and ends with calls and usage', async () => {
    const { model, provider } = play([{ text: 'Let me see what the sky is like', calls: weatherCalls }]);
    const tools = [toLangChain(getWeather)] as never[];
    const chunks = await streamed(model, tools);
    expect(chunks.filter(({ content }) => content !== '').length).toBeGreaterThan(1);
    const whole = joined(chunks);
    expect(whole).toMatchObject({
      content: 'Let me see what the sky is like',
      tool_calls: [
        { name: 'get_weather', args: { city: 'Oslo' }, id: 'call_1' },
        { name: 'get_weather', args: { city: 'Rome' }, id: 'call_2' },
      ],
      usage_metadata: { total_tokens: 15 },
    });
    expect(provider.requests[0]).toMatchObject({
      deltas: true,
      tools: [{ name: 'get_weather', inputSchema: { properties: { city: { type: 'string' } } } }],
    });
  });

  it('shows reasoning and media as blocks, streamed or not', async () => {
    const image = { type: 'media', mediaType: 'image/png', data: 'iVBORw0=' } as const;
    const turn: ScriptedTurn = { reasoning: 'Let me think this over', text: 'A cat', parts: [image] };
    const { model } = play([turn, turn]);
    const whole = joined(await streamed(model));
    const blocks = [
      { type: 'reasoning', reasoning: 'Let me think this over' },
      { type: 'text', text: 'A cat' },
      { type: 'image', mimeType: 'image/png', data: 'iVBORw0=' },
    ];
    expect(whole.content).toMatchObject(blocks);
    expect(whole.text).toBe('A cat');
    expect((await model.invoke('Hi')).content).toMatchObject(blocks);
  });

  it('hands opaque state back to the provider in the next turn', async () => {
    const providerData = { 'openai.responses': { id: 'rs_1', encrypted: 'x' } };
    const parts = [
      { type: 'reasoning' as const, text: '', providerData },
      {
        type: 'tool-call' as const,
        callId: 'c',
        name: 'get_weather',
        args: '{"city":"Oslo"}',
        executor: 'client' as const,
      },
    ];
    for (const stream of [false, true]) {
      const { model, provider } = play([{ parts }, 'done']);
      const answer = stream ? joined(await streamed(model)) : await model.invoke('Hi');
      await model.invoke([
        new HumanMessage('Hi'),
        answer,
        new ToolMessage({ tool_call_id: 'c', content: 'sunny' }),
      ]);
      expect(provider.requests[1]?.messages[1]).toMatchObject({
        role: 'assistant',
        origin: { provider: 'openai' },
        content: [
          { type: 'reasoning', providerData },
          { type: 'tool-call', input: { city: 'Oslo' } },
        ],
      });
    }
  });

  it('repairs a history that no provider would take', async () => {
    const { model, provider } = play(['fine']);
    const lost = new AIMessage({ content: '', tool_calls: [{ name: 'get_weather', args: {}, id: 'x' }] });
    await model.invoke([new HumanMessage('Hi'), lost, new HumanMessage('Well?')]);
    expect(provider.requests[0]?.messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant' },
      { role: 'tool', content: [{ callId: 'x', status: 'interrupted' }] },
      { role: 'user' },
    ]);
  });

  it.each([
    ['auto', 'auto'],
    ['any', 'required'],
    ['none', 'none'],
    ['get_weather', { tool: 'get_weather' }],
    [{ type: 'function', function: { name: 'get_weather' } }, { tool: 'get_weather' }],
    [{ type: 'tool', name: 'get_weather' }, { tool: 'get_weather' }],
  ])('tool_choice %j', async (tool_choice, expected) => {
    const { model, provider } = play(['fine']);
    await model.bindTools([toLangChain(getWeather)], { tool_choice }).invoke('Hi');
    expect(provider.requests[0]?.toolChoice).toEqual(expected);
  });

  it('binds every kind of tool, and refuses what is none', async () => {
    const { model, provider } = play(['fine']);
    const zoned = tool(() => '', {
      name: 'a',
      description: 'A',
      schema: z.object({ x: z.number().default(1) }),
    });
    const parameters = { type: 'object', properties: {} };
    await model
      .bindTools([
        zoned,
        new Calculator() as never,
        { type: 'function', function: { name: 'b', description: 'B', parameters } },
        { name: 'c', description: 'C', input_schema: parameters },
        { name: 'd', description: 'D', inputSchema: parameters },
        { type: 'web_search', contextSize: 'high' },
      ])
      .invoke('Hi');
    const [request] = provider.requests;
    expect(request?.tools.map(({ name }) => name)).toEqual(['a', 'calculator', 'b', 'c', 'd']);
    expect(request?.tools[0]?.inputSchema).not.toHaveProperty('required');
    expect(request?.builtinTools).toEqual([{ type: 'web_search', contextSize: 'high' }]);
    expect(() => model.bindTools([{ nothing: 1 } as never])).toThrow(/no tool/);
  });

  it('mends arguments, and never completes those that break off', async () => {
    const calls = [
      { name: 'get_weather', args: "{city: 'Oslo',}" },
      { name: 'get_weather', args: '{"city": "Ro' },
    ];
    for (const finish of ['tool-calls', 'length'] as const) {
      const { model } = play([
        { calls, finish },
        { calls, finish },
      ]);
      const bound = model.bindTools([toLangChain(getWeather)]);
      const valid = finish === 'length' ? [] : [{ args: { city: 'Oslo' } }];
      for (const answer of [
        await bound.invoke('Hi'),
        joined(await streamed(model, [toLangChain(getWeather)] as never[])),
      ]) {
        expect(answer.tool_calls).toMatchObject(valid);
        expect(answer.invalid_tool_calls).toHaveLength(2 - valid.length);
      }
    }
  });

  it('gives structured output', async () => {
    const { model, provider } = play([{ calls: [{ name: 'extract', input: { city: 'Oslo' } }] }]);
    const structured = model.withStructuredOutput(z.object({ city: z.string() }));
    expect(await structured.invoke('Where?')).toEqual({ city: 'Oslo' });
    expect(provider.requests[0]).toMatchObject({ toolChoice: 'required', tools: [{ name: 'extract' }] });
  });

  it('fails as the provider does, and tries again when that is of use', async () => {
    const error = (retryable: boolean) =>
      new ProviderError({ code: 'overloaded', what: 'busy', provider: 'openai', retryable, retryAfterMs: 0 });
    const { model } = play([{ error: error(true) }, 'fine', { error: error(false) }]);
    expect((await model.invoke('Hi')).content).toBe('fine');
    await expect(model.invoke('Hi')).rejects.toMatchObject({ code: 'overloaded' });
  });

  it('stops on abort', async () => {
    const { model } = play([{ hang: true }]);
    const controller = new AbortController();
    const answer = model.invoke('Hi', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });

  it('tells tracers its names, and nothing of its provider', async () => {
    const { model } = play([]);
    expect(model.getLsParams({})).toMatchObject({ ls_provider: 'openai', ls_model_name: 'gpt-6-astra' });
    expect(JSON.stringify(model)).not.toContain('requests');
    expect(model.serialize()).toMatchObject({ provider: 'openai', model: 'gpt-6-astra', _type: 'pegboard' });
  });
});

describe('a LangGraph agent', () => {
  it('calls our tools with our model, and goes on in its next turn', async () => {
    const { model, provider } = play([
      { text: 'Looking', calls: weatherCalls },
      'Sunny in both',
      (request) => `I saw ${request.messages.length} messages`,
    ]);
    const agent = createReactAgent({
      llm: model,
      tools: [toLangChain(getWeather), new Calculator() as never],
      prompt: 'Be brief',
      checkpointer: new MemorySaver(),
    });
    const config = { configurable: { thread_id: 'one' } };
    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Weather?' }] }, config);
    expect(messages.map(({ type, text }) => [type, text])).toEqual([
      ['human', 'Weather?'],
      ['ai', 'Looking'],
      ['tool', 'sunny in Oslo'],
      ['tool', 'sunny in Rome'],
      ['ai', 'Sunny in both'],
    ]);
    expect(provider.requests[1]?.messages).toMatchObject([
      { role: 'system', content: [{ text: 'Be brief' }] },
      { role: 'user' },
      { role: 'assistant' },
      { role: 'tool', content: [{ status: 'success' }, { status: 'success' }] },
    ]);
    const next = await agent.invoke({ messages: [{ role: 'user', content: 'And?' }] }, config);
    expect(next.messages.at(-1)?.text).toBe('I saw 6 messages');
  });

  it('streams tokens of our model', async () => {
    const { model } = play(['One, two, three, four, five, six']);
    const agent = createReactAgent({ llm: model, tools: [toLangChain(getWeather)] });
    const tokens: string[] = [];
    for await (const [chunk] of await agent.stream(
      { messages: [{ role: 'user', content: 'Count' }] },
      { streamMode: 'messages' },
    )) {
      if (AIMessage.isInstance(chunk) && chunk.text !== '') tokens.push(chunk.text);
    }
    expect(tokens.length).toBeGreaterThan(1);
    expect(tokens.join('')).toBe('One, two, three, four, five, six');
  });

  it('tells the model what a tool of ours refused', async () => {
    const { model, provider } = play([
      { calls: [{ name: 'get_weather', input: { town: 'Oslo', country: 'Norway' } }] },
      'Sorry',
    ]);
    const agent = createReactAgent({ llm: model, tools: [toLangChain(getWeather)] });
    await agent.invoke({ messages: [{ role: 'user', content: 'Weather?' }] });
    expect(JSON.stringify(provider.requests[1]?.messages.at(-1))).toContain('city');
  });
});

describe('what it is made of', () => {
  const provider = scriptedProvider(['Hello', 'Hello']);

  it('a provider and its model, or both in one', async () => {
    for (const model of [
      toLangChainModel(provider, { model: 'm' }),
      toLangChainModel({ provider, model: 'm' }),
    ])
      expect((await model.invoke('Hi')).text).toBe('Hello');
  });

  it.each([
    [[], /needs a provider/],
    [[provider], /needs a model. `model` is absent/],
    [[provider, { model: 5 }], /`model` is of type number/],
    [[{ provider: {}, model: 'm' }], /needs a provider/],
    [
      [{ provider, model: 'm', temperature: 1 }],
      /has no option "temperature". There are provider, model, settings/,
    ],
  ])('is told where it is missing: %#', (args, told) => {
    const make = toLangChainModel as unknown as (...given: unknown[]) => unknown; // as somebody writes who has no types
    expect(() => make(...args)).toThrow(
      expect.objectContaining({ name: 'ConfigError', message: expect.stringMatching(told) }),
    );
  });
});
