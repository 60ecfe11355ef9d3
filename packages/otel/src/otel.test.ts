import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { context, metrics, propagation, SpanKind, trace } from '@opentelemetry/api';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, defer, generate, ProviderError, suspend } from '@pegboard/core';
import { handoff } from '@pegboard/core/tools';
import { createRegistry } from '@pegboard/core/plugin';
import { scriptedProvider } from '@pegboard/testing';
import { plugin } from './otel-plugin.ts';
import { otel } from './otel.ts';
import { type Receiver, type ReceivedSpan, startReceiver, treeOf } from './otlp-receiver.test-util.ts';
import { publishedAttributes, publishedOperations, requiredAttributes } from './registry.test-util.ts';
import type { OtelOptions } from './telemetry.ts';
import { traceContext } from './trace-context.ts';
import { withOtel } from './with-otel.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(async () => {
  await receiver.close();
  context.disable();
  trace.disable();
  propagation.disable();
  metrics.disable();
});

const hooks = (options: OtelOptions = {}) => otel({ ...receiver, ...options });
const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan[] =>
  spans.filter((span) => span.name === name);
const one = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan => {
  const [first, ...others] = named(spans, name);
  if (!first || others.length > 0)
    throw new RangeError(`${others.length + (first ? 1 : 0)} spans named ${name}`);
  return first;
};

const price = { input: 2, output: 10 };
const models = [{ id: 'gpt-6-astra', price }];
const usage = {
  inputTokens: 100,
  outputTokens: 20,
  totalTokens: 120,
  cachedInputTokens: 0,
  reasoningTokens: 5,
};

const getWeather = defineTool({
  name: 'get_weather',
  description: 'The weather',
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});

describe('a run with everything in it', () => {
  async function play(capture: OtelOptions['capture'] = 'none') {
    const telemetry = hooks({ capture });
    const seen: Record<string, string>[] = [];
    const remote = defineTool({
      name: 'search_docs',
      description: 'Searches',
      input: z.object({ query: z.string() }),
      metadata: { mcp: { server: 'docs', tool: 'search' }, otel: { attributes: { 'mcp.session.id': 's1' } } },
      execute: () => {
        seen.push(traceContext());
        return 'found';
      },
    });
    const wipe = defineTool({
      name: 'wipe',
      description: 'Deletes',
      input: z.object({}),
      approval: true,
      execute: () => 'gone',
    });
    const guide = new Agent({
      name: 'guide',
      provider: scriptedProvider([{ text: 'See the fjord', usage: { ...usage, inputTokens: 7 } }], {
        name: 'anthropic',
      }),
      model: 'claude-sonnet-5-5',
      hooks: [telemetry],
    });
    const busy = new ProviderError({
      code: 'overloaded',
      what: 'secret words of the host',
      provider: 'openai',
      retryable: true,
      retryAfterMs: 0,
    });
    const provider = scriptedProvider(
      [
        { error: busy },
        {
          usage,
          response: { id: 'resp_1', model: 'gpt-6-astra-2026' },
          calls: [
            { name: 'get_weather', input: { city: 'Oslo' } },
            { name: 'get_weather', input: { city: 'Rome' } },
            { name: 'ask_guide', input: { prompt: 'Sights?' } },
            { name: 'search_docs', input: { query: 'x' } },
            { name: 'wipe', input: {} },
          ],
        },
        { text: 'Done', usage },
      ],
      { name: 'openai', models },
    );
    const planner = new Agent({
      name: 'planner',
      version: '1.2.0',
      provider,
      model: 'gpt-6-astra',
      settings: { temperature: 0, maxTokens: 500, stop: ['END'], seed: 3 },
      instructions: 'Be brief',
      tools: [getWeather, guide.asTool({ name: 'ask_guide', description: 'Asks' }), remote, wipe],
      hooks: [telemetry],
    });
    const result = await planner.run('Plan a trip', {
      onText: () => undefined,
      onApproval: () => ({ deny: 'no' }),
    });
    expect(result.status).toBe('done');
    return { spans: await receiver.spans(), points: await receiver.points(), seen, result };
  }

  it('is one trace with the right tree', async () => {
    const { spans } = await play();
    expect(treeOf(spans)).toEqual([
      'invoke_agent planner',
      '  chat gpt-6-astra',
      '  chat gpt-6-astra',
      '  execute_tool ask_guide',
      '    invoke_agent guide',
      '      chat claude-sonnet-5-5',
      '  execute_tool get_weather',
      '  execute_tool get_weather',
      '  execute_tool search_docs',
    ]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    for (const span of spans) {
      const parent = spans.find(({ id }) => id === span.parent);
      expect(span.end >= span.start).toBe(true);
      // The SDK reads the clock for each span anew, in whole milliseconds.
      if (parent) expect(span.start >= parent.start && span.end <= parent.end + 2_000_000n).toBe(true);
    }
  });

  it('uses published attributes only, the required ones among them', async () => {
    for (const capture of ['none', 'all'] as const) {
      const { spans } = await play(capture);
      for (const { name, attributes } of spans) {
        const keys = Object.keys(attributes);
        const unknown = keys.filter((key) => /^(gen_ai|mcp)\./.test(key) && !publishedAttributes.has(key));
        expect(unknown).toEqual([]);
        expect(keys.filter((key) => !/^(gen_ai|mcp|pegboard)\.|^error\.type$/.test(key))).toEqual([]);
        const operation = String(attributes['gen_ai.operation.name']);
        expect(publishedOperations).toContain(operation);
        expect(name.startsWith(`${operation} `)).toBe(true);
        for (const key of requiredAttributes[operation] ?? []) expect(keys).toContain(key);
      }
    }
  });

  it('tells what was asked and what came of it', async () => {
    const { spans, result } = await play();
    const [first] = named(spans, 'chat gpt-6-astra');
    expect(first).toMatchObject({
      kind: SpanKind.CLIENT + 1,
      status: 0,
      attributes: {
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-6-astra',
        'gen_ai.request.temperature': 0,
        'gen_ai.request.max_tokens': 500,
        'gen_ai.request.stop_sequences': ['END'],
        'gen_ai.request.seed': 3,
        'gen_ai.request.stream': true,
        'gen_ai.response.id': 'resp_1',
        'gen_ai.response.model': 'gpt-6-astra-2026',
        'gen_ai.response.finish_reasons': ['tool_call'],
        'gen_ai.usage.input_tokens': 100,
        'gen_ai.usage.output_tokens': 20,
        'gen_ai.usage.reasoning.output_tokens': 5,
        'gen_ai.usage.cache_read.input_tokens': 0,
        'pegboard.cost.usd': 0.0004,
      },
    });
    expect(Number(first?.attributes['gen_ai.response.time_to_first_chunk'])).toBeGreaterThan(0);
    expect(one(spans, 'chat claude-sonnet-5-5').attributes['gen_ai.provider.name']).toBe('anthropic');
    expect(one(spans, 'invoke_agent planner')).toMatchObject({
      kind: SpanKind.INTERNAL + 1,
      status: 0,
      attributes: {
        'gen_ai.agent.name': 'planner',
        'gen_ai.agent.version': '1.2.0',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-6-astra',
        'gen_ai.response.finish_reasons': ['stop'],
        'pegboard.run.id': result.runId,
        'pegboard.run.status': 'done',
        'pegboard.run.stop_reason': 'final',
        'pegboard.run.turns': 2,
      },
    });
    expect(one(spans, 'execute_tool ask_guide').attributes).toMatchObject({
      'gen_ai.tool.name': 'ask_guide',
      'gen_ai.tool.call.id': 'call_3',
      'gen_ai.tool.description': 'Asks',
      'gen_ai.tool.type': 'function',
      'pegboard.tool.status': 'success',
    });
  });

  it('shows the retry on the call that was repeated, and the denial on the run, neither as an error', async () => {
    const { spans } = await play();
    const [first, second] = named(spans, 'chat gpt-6-astra');
    expect(first?.events).toMatchObject([{ name: 'pegboard.retry', attributes: { attempt: 1, delayMs: 0 } }]);
    expect(second?.events).toEqual([]);
    expect(one(spans, 'invoke_agent planner').events).toEqual([
      {
        name: 'pegboard.tool_not_run',
        attributes: {
          'gen_ai.tool.name': 'wipe',
          'gen_ai.tool.call.id': 'call_5',
          'pegboard.tool.status': 'denied',
        },
      },
    ]);
    expect(spans.filter(({ status }) => status === 2)).toEqual([]);
  });

  it('reaches other processes: the tool of a server passes on its own span', async () => {
    const { spans, seen } = await play();
    const span = one(spans, 'execute_tool search_docs');
    expect(span).toMatchObject({
      kind: SpanKind.CLIENT + 1,
      attributes: {
        'mcp.method.name': 'tools/call',
        'mcp.session.id': 's1',
        'pegboard.mcp.server': 'docs',
      },
    });
    expect(seen).toEqual([{ traceparent: `00-${span.traceId}-${span.id}-01` }]);
  });

  it('counts the tokens and dollars of nested agents once', async () => {
    const { spans, points } = await play();
    const sum = (metric: string, attributes: object = {}): number =>
      points
        .filter((point) => point.metric === metric)
        .filter((point) =>
          Object.entries(attributes).every(([key, value]) => point.attributes[key] === value),
        )
        .reduce((all, point) => all + point.sum, 0);
    expect(sum('gen_ai.client.token.usage', { 'gen_ai.token.type': 'input' })).toBe(207);
    expect(sum('gen_ai.client.token.usage', { 'gen_ai.provider.name': 'anthropic' })).toBe(27);
    expect(sum('pegboard.client.cost')).toBeCloseTo(0.0008, 10);
    expect(one(spans, 'invoke_agent planner').attributes['gen_ai.usage.input_tokens']).toBe(200);
    expect(one(spans, 'invoke_agent guide').attributes['gen_ai.usage.input_tokens']).toBe(7);
    const counts = Object.groupBy(points, ({ metric }) => metric);
    const count = (metric: string): number =>
      counts[metric]?.reduce((all, point) => all + point.count, 0) ?? 0;
    expect(count('gen_ai.client.operation.duration')).toBe(3);
    expect(count('gen_ai.client.operation.time_to_first_chunk')).toBe(3);
    expect(count('gen_ai.execute_tool.duration')).toBe(4);
    expect(count('gen_ai.invoke_agent.duration')).toBe(2);
    expect(points.filter(({ attributes }) => 'error.type' in attributes)).toEqual([]);
  });

  it('records no content unless asked', async () => {
    const { spans } = await play();
    const text = JSON.stringify(spans, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    for (const word of ['Plan a trip', 'sunny', 'Sights', 'Done', 'Be brief', 'secret words'])
      expect(text).not.toContain(word);
  });
});

describe('content', () => {
  async function chat(
    capture: OtelOptions['capture'],
    options: OtelOptions = {},
  ): Promise<readonly ReceivedSpan[]> {
    const provider = scriptedProvider([
      { reasoning: 'Hm', text: 'Let me see', calls: [{ name: 'get_weather', input: { city: 'Oslo' } }] },
      'Sunny it is',
    ]);
    const agent = new Agent({
      provider,
      model: 'm',
      instructions: 'Be brief',
      tools: [getWeather],
      hooks: [hooks({ ...(capture && { capture }), ...options })],
    });
    await agent.run([
      { type: 'text', text: 'Weather?' },
      { type: 'media', mediaType: 'image/png', data: 'c2VjcmV0' },
    ]);
    return receiver.spans();
  }

  it('of tools alone', async () => {
    const spans = await chat('tools');
    expect(one(spans, 'execute_tool get_weather').attributes).toMatchObject({
      'gen_ai.tool.call.arguments': '{"city":"Oslo"}',
      'gen_ai.tool.call.result': 'sunny in Oslo',
    });
    for (const span of named(spans, 'chat m'))
      expect(span.attributes).not.toHaveProperty('gen_ai.input.messages');
  });

  it('of messages, in the form of the conventions, without bytes', async () => {
    const spans = await chat('messages');
    const [first, second] = named(spans, 'chat m');
    expect(JSON.parse(String(first?.attributes['gen_ai.input.messages']))).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'Weather?' },
          { type: 'blob', content: '', mime_type: 'image/png', modality: 'image' },
        ],
      },
    ]);
    expect(JSON.parse(String(first?.attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Hm' },
          { type: 'text', content: 'Let me see' },
          { type: 'tool_call', id: 'call_1', name: 'get_weather', arguments: '{"city":"Oslo"}' },
        ],
      },
    ]);
    expect(JSON.parse(String(second?.attributes['gen_ai.input.messages']))).toMatchObject([
      { role: 'user' },
      { role: 'assistant', parts: [{}, {}, { type: 'tool_call', arguments: { city: 'Oslo' } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: ['sunny in Oslo'] }] },
    ]);
    expect(first?.attributes).not.toHaveProperty('gen_ai.system_instructions');
  });

  it('of everything', async () => {
    const [first] = named(await chat('all'), 'chat m');
    expect(JSON.parse(String(first?.attributes['gen_ai.system_instructions']))).toEqual([
      { type: 'text', content: 'Be brief' },
    ]);
    expect(JSON.parse(String(first?.attributes['gen_ai.tool.definitions']))).toMatchObject([
      { type: 'function', name: 'get_weather', parameters: { type: 'object' } },
    ]);
  });

  it('is redacted and cut', async () => {
    const spans = await chat('all', {
      redact: (text) => text.replaceAll('Oslo', '[city]'),
      maxContentChars: 9,
    });
    expect(one(spans, 'execute_tool get_weather').attributes).toMatchObject({
      'gen_ai.tool.call.arguments': '{"city":"…',
      'gen_ai.tool.call.result': 'sunny in …',
    });
    for (const { attributes } of spans) expect(JSON.stringify(attributes)).not.toContain('Oslo');
  });

  it('has levels, and no others', () => {
    expect(() => otel({ capture: 'some' as never })).toThrow(/none, tools, messages, all/);
  });
});

describe('ways to end', () => {
  async function run(
    tools: readonly AnyTool[],
    turns: Parameters<typeof scriptedProvider>[0],
    signal?: AbortSignal,
  ) {
    const provider = scriptedProvider(turns, { name: 'openai' });
    const agent = new Agent({
      name: 'a',
      provider,
      model: 'm',
      tools,
      hooks: [hooks()],
      modelRetries: false,
    });
    const result = await agent.run('Go', signal ? { signal } : {}).catch((error: unknown) => error);
    return { result, spans: await receiver.spans() };
  }
  const tool = (execute: (() => string) | undefined, options: object = {}): AnyTool =>
    defineTool({
      name: 'work',
      description: 'Works',
      input: z.object({}),
      ...options,
      ...(execute && { execute }),
    });
  const call = { calls: [{ name: 'work' }] };

  it.each([
    ['approval', tool(() => '', { approval: true }), 0],
    ['an external result', tool(undefined), 0],
    [
      'a deferral',
      tool(() => {
        throw defer({ job: 1 });
      }),
      1,
    ],
    [
      'a suspension',
      tool(() => {
        throw suspend({ step: 1 });
      }),
      1,
    ],
  ])('waiting for %s is no error', async (_, subject, toolSpans) => {
    const { spans } = await run([subject], [call]);
    expect(spans.map(({ status }) => status)).not.toContain(2);
    expect(one(spans, 'invoke_agent a').attributes['pegboard.run.status']).toBe('paused');
    const ran = named(spans, 'execute_tool work');
    expect(ran).toHaveLength(toolSpans);
    for (const span of ran) expect(span.attributes['pegboard.tool.status']).toBe('waiting');
  });

  it('a failed tool is an error of its span alone', async () => {
    const { spans } = await run(
      [
        tool(() => {
          throw new RangeError('the password is x');
        }),
      ],
      [call, 'Sorry'],
    );
    expect(one(spans, 'execute_tool work')).toMatchObject({
      status: 2,
      attributes: { 'error.type': 'tool_error', 'pegboard.tool.status': 'failed' },
    });
    expect(one(spans, 'execute_tool work').message).toBeUndefined();
    expect(one(spans, 'invoke_agent a').status).toBe(0);
    const points = await receiver.points();
    const [duration] = points.filter(({ metric }) => metric === 'gen_ai.execute_tool.duration');
    expect(duration?.attributes).toMatchObject({ 'error.type': 'tool_error', 'gen_ai.tool.name': 'work' });
  });

  it('a failed model fails the call and the run, with the code of the error', async () => {
    const error = new ProviderError({
      code: 'authentication',
      what: 'no',
      provider: 'openai',
      retryable: false,
    });
    const { spans } = await run([], [{ error }]);
    expect(one(spans, 'chat m')).toMatchObject({
      status: 2,
      attributes: { 'error.type': 'authentication', 'gen_ai.provider.name': 'openai' },
    });
    expect(one(spans, 'invoke_agent a')).toMatchObject({
      status: 2,
      attributes: {
        'error.type': 'authentication',
        'pegboard.run.status': 'failed',
        'gen_ai.provider.name': 'openai',
      },
    });
  });

  it('an abort is no error', async () => {
    const controller = new AbortController();
    const done = run(
      [
        tool(() => {
          controller.abort();
          return '';
        }),
      ],
      [call, 'never'],
      controller.signal,
    );
    const { spans } = await done;
    expect(spans.map(({ status }) => status)).not.toContain(2);
    expect(one(spans, 'invoke_agent a').attributes['pegboard.run.status']).toBe('cancelled');
  });

  it('an abort while the model hangs closes its span', async () => {
    const controller = new AbortController();
    const provider = scriptedProvider([{ hang: true }]);
    const agent = new Agent({ name: 'a', provider, model: 'm', hooks: [hooks()] });
    const cancelled = agent.run('Go', { signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await cancelled;
    const spans = await receiver.spans();
    expect(treeOf(spans)).toEqual(['invoke_agent a', '  chat m']);
    expect(one(spans, 'chat m')).toMatchObject({ status: 0, attributes: { 'pegboard.cancelled': true } });
  });

  it('a run that is resumed is a run of its own, with the same id', async () => {
    const provider = scriptedProvider([call, 'done']);
    const agent = new Agent({
      name: 'a',
      provider,
      model: 'm',
      tools: [tool(() => 'x', { approval: true })],
      hooks: [hooks()],
    });
    const paused = await agent.run('Go');
    await agent.resume(paused.state, { approvals: { call_1: { deny: 'no' } } });
    const spans = await receiver.spans();
    const [first, second] = named(spans, 'invoke_agent a');
    expect(first?.attributes['pegboard.run.id']).toBe(second?.attributes['pegboard.run.id']);
    expect(second?.events).toMatchObject([{ attributes: { 'pegboard.tool.status': 'denied' } }]);
    expect(second?.attributes['gen_ai.usage.input_tokens']).toBe(10);
  });
});

describe('set up', () => {
  it('in an application: its own span is the parent, its context reaches tools', async () => {
    const seen: unknown[] = [];
    const look = defineTool({
      name: 'look',
      description: 'Looks',
      input: z.object({}),
      execute: () => void seen.push(trace.getActiveSpan()?.spanContext().spanId),
    });
    const agent = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'look' }] }, 'ok']),
      model: 'm',
      tools: [look],
      hooks: [hooks({ attributes: { 'deployment.environment.name': 'test' } })],
    });
    await receiver.tracerProvider.getTracer('app').startActiveSpan('request', async (span) => {
      await agent.run('Go');
      span.end();
    });
    const spans = await receiver.spans();
    expect(treeOf(spans)).toEqual([
      'request',
      '  invoke_agent a',
      '    chat m',
      '    chat m',
      '    execute_tool look',
    ]);
    expect(seen).toEqual([one(spans, 'execute_tool look').id]);
    expect(one(spans, 'invoke_agent a').attributes['deployment.environment.name']).toBe('test');
  });

  it('without a context manager the tree of a run is right all the same', async () => {
    context.disable();
    const agent = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'get_weather', input: { city: 'Oslo' } }] }, 'ok']),
      model: 'm',
      tools: [getWeather],
      hooks: [hooks()],
    });
    await agent.run('Go');
    expect(treeOf(await receiver.spans())).toEqual([
      'invoke_agent a',
      '  chat m',
      '  chat m',
      '  execute_tool get_weather',
    ]);
  });

  it('twice counts once', async () => {
    const agent = new Agent({
      name: 'a',
      provider: withOtel(
        scriptedProvider([{ calls: [{ name: 'get_weather', input: { city: 'Oslo' } }] }, 'ok']),
        receiver,
      ),
      model: 'm',
      tools: [getWeather],
      hooks: [hooks(), hooks()],
    });
    await agent.run('Go');
    expect(treeOf(await receiver.spans())).toHaveLength(4);
  });

  it('does not make a run stream that nobody watches', async () => {
    const provider = scriptedProvider(['ok']);
    await new Agent({ provider, model: 'm', hooks: [hooks()] }).run('Go');
    expect(provider.requests[0]?.deltas).toBe(false);
    const [span] = named(await receiver.spans(), 'chat m');
    expect(span?.attributes).not.toHaveProperty('gen_ai.request.stream');
    expect(span?.attributes).not.toHaveProperty('gen_ai.response.time_to_first_chunk');
  });

  it('a conversation has its id, and calls of tools inside of tools their place', async () => {
    const outer = defineTool({
      name: 'outer',
      description: 'Outer',
      input: z.object({}),
      execute: async (_, { call }) => call(getWeather, { city: 'Oslo' }),
    });
    const agent = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'outer' }] }, 'ok']),
      model: 'm',
      tools: [outer],
      hooks: [hooks()],
    });
    await agent.session({ thread: 'talk' }).run('Go');
    const spans = await receiver.spans();
    expect(treeOf(spans)).toEqual([
      'invoke_agent a',
      '  chat m',
      '  chat m',
      '  execute_tool outer',
      '    execute_tool get_weather',
    ]);
    expect(one(spans, 'invoke_agent a').attributes['gen_ai.conversation.id']).toBe('talk');
  });

  it('a run that is handed over names who took it, and each call of a model its own provider', async () => {
    const second = new Agent({
      name: 'b',
      provider: scriptedProvider(['hi'], { name: 'google' }),
      model: 'g',
    });
    const first = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'transfer_to_b', input: {} }] }], { name: 'openai' }),
      model: 'm',
      tools: [handoff(second, { name: 'transfer_to_b', description: 'Hands over' })],
      hooks: [hooks()],
    });
    expect((await first.run('Go')).text).toBe('hi');
    const spans = await receiver.spans();
    expect(one(spans, 'invoke_agent a').attributes['pegboard.run.handoffs']).toEqual(['b']);
    expect(one(spans, 'chat m').attributes['gen_ai.provider.name']).toBe('openai');
    expect(one(spans, 'chat g').attributes['gen_ai.provider.name']).toBe('gcp.gemini');
  });

  it('calls that are started early do not close the span of the model that still writes', async () => {
    const early = defineTool({
      name: 'early',
      description: 'Early',
      input: z.object({}),
      effects: { idempotent: true },
      execute: () => 'x',
    });
    const agent = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'early' }], usage }, 'ok'], { name: 'openai' }),
      model: 'm',
      tools: [early],
      eager: true,
      hooks: [hooks()],
    });
    await agent.run('Go');
    const spans = await receiver.spans();
    expect(named(spans, 'execute_tool early')).toHaveLength(1);
    expect(named(spans, 'chat m')[0]?.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.response.finish_reasons': ['tool_call'],
    });
  });

  it('generate has its span through the provider, with its cost', async () => {
    const provider = withOtel(
      scriptedProvider([{ text: 'ok', usage }], { name: 'openai', models }),
      receiver,
    );
    await generate({ provider, model: 'gpt-6-astra', messages: 'Hi' });
    const [span] = await receiver.spans();
    expect(span).toMatchObject({
      name: 'chat gpt-6-astra',
      attributes: {
        'gen_ai.provider.name': 'openai',
        'gen_ai.usage.output_tokens': 20,
        'pegboard.cost.usd': 0.0004,
      },
    });
  });

  it('as a plugin it sees every agent of the registry, through the global SDK', async () => {
    const registry = createRegistry({
      providers: [scriptedProvider(['ok'], { name: 'local' })],
      plugins: [{ plugin, config: { capture: 'messages' } }],
    });
    await registry.ready();
    expect(registry.diagnostics).toEqual([]);
    await registry.agent({ model: 'local/m', name: 'a' }).run('Hi');
    await registry.dispose();
    const spans = await receiver.spans();
    expect(treeOf(spans)).toEqual(['invoke_agent a', '  chat m']);
    expect(one(spans, 'chat m').attributes['gen_ai.input.messages']).toContain('Hi');
  });

  it('an SDK that is set up after the hooks is used all the same, for metrics too', async () => {
    const late = otel();
    metrics.setGlobalMeterProvider(receiver.meterProvider);
    await new Agent({ provider: scriptedProvider(['ok']), model: 'm', hooks: [late] }).run('Go');
    expect(await receiver.spans()).toHaveLength(2);
    expect((await receiver.points()).map(({ metric }) => metric)).toContain(
      'gen_ai.client.operation.duration',
    );
  });

  it('without any SDK nothing happens, and nothing breaks', async () => {
    trace.disable();
    context.disable();
    const agent = new Agent({ provider: scriptedProvider(['ok']), model: 'm', hooks: [otel()] });
    expect((await agent.run('Go')).text).toBe('ok');
    expect(traceContext()).toEqual({});
  });
});
