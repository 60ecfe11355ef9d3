import { describe, expect, it } from 'vitest';
import { SpanKind } from '@opentelemetry/api';
import * as z from 'zod';
import { Agent, defineTool, type JsonObject, ProviderError } from '@pegboard/core';
import { mcpServer, serveTools } from '@pegboard/mcp';
import { scriptedProvider } from '@pegboard/testing';
import { treeOf } from './otlp-receiver.test-util.ts';
import { publishedAttributes, publishedOperations, requiredAttributes } from './registry.test-util.ts';
import { getWeather, models, named, one, usage, useReceiver } from './subject.test-util.ts';
import type { OtelOptions } from './telemetry.ts';
import { traceContext } from './trace-context.ts';

const receiver = useReceiver();

describe('a run with everything in it', () => {
  async function play(capture: OtelOptions['capture'] = 'none') {
    const telemetry = receiver.hooks({ capture });
    const seen: JsonObject[] = [];
    const search = defineTool({
      name: 'search',
      description: 'Searches',
      input: z.object({ query: z.string() }),
      execute: () => 'found',
    });
    const served = serveTools(search, {
      name: 'docs',
      // What the server is told of the trace.
      context: ({ meta }) => void seen.push(meta ?? {}),
    });
    await using docs = mcpServer({
      url: 'http://localhost/mcp',
      name: 'docs',
      fetch: (input, init) => served.fetch(new Request(input, init)),
      meta: traceContext,
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
            { name: 'docs_search', input: { query: 'x' } },
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
      tools: [getWeather, guide.asTool({ name: 'ask_guide', description: 'Asks' }), docs, wipe],
      hooks: [telemetry],
    });
    const result = await planner.run('Plan a trip', {
      onText: () => undefined,
      onApproval: () => ({ deny: 'no' }),
    });
    expect(result.status).toBe('done');
    return { spans: await receiver.current.spans(), points: await receiver.current.points(), seen, result };
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
      '  execute_tool docs_search',
      '  execute_tool get_weather',
      '  execute_tool get_weather',
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

  it('reaches other processes: the call of an MCP server passes on its own span', async () => {
    const { spans, seen } = await play();
    const span = one(spans, 'execute_tool docs_search');
    expect(span).toMatchObject({
      kind: SpanKind.CLIENT + 1,
      attributes: {
        'mcp.method.name': 'tools/call',
        'pegboard.mcp.server': 'docs',
      },
    });
    expect(seen).toMatchObject([{ traceparent: `00-${span.traceId}-${span.id}-01` }]);
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
