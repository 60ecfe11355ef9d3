import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  context,
  type Context,
  metrics,
  propagation,
  type Span,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { InMemorySpanExporter, SamplingDecision, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, type Hooks } from '@pegboard/core';
import { scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { otel } from '../otel.ts';
import type { OtelOptions } from '../telemetry.ts';
import { traceContext } from '../trace-context.ts';

let exporter: InMemorySpanExporter;
let started: { readonly name: string; readonly parent: string | undefined }[];
let tracerProvider: NodeTracerProvider;

function startSdk(sampler?: ConstructorParameters<typeof NodeTracerProvider>[0]): void {
  exporter = new InMemorySpanExporter();
  started = [];
  const watch = {
    onStart: (span: { readonly name: string }, parent: Context) => {
      const around: (Span & { readonly name?: string }) | undefined = trace.getSpan(parent);
      started.push({ name: span.name, parent: around?.name });
    },
    onEnd: () => undefined,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  tracerProvider = new NodeTracerProvider({
    ...sampler,
    spanProcessors: [watch, new SimpleSpanProcessor(exporter)],
  });
  tracerProvider.register();
}

beforeEach(() => startSdk());
afterEach(async () => {
  await tracerProvider.shutdown();
  context.disable();
  trace.disable();
  propagation.disable();
  metrics.disable();
});

const ended = (): string[] => exporter.getFinishedSpans().map(({ name }) => name);
const call: ScriptedTurn = { calls: [{ name: 'work' }] };

function work(execute: (ctx: { readonly signal: AbortSignal }) => unknown, options: object = {}): AnyTool {
  return defineTool({
    name: 'work',
    description: 'Works',
    input: z.object({ n: z.number().optional() }),
    ...options,
    execute: async (_, ctx) => JSON.stringify((await execute(ctx)) ?? null),
  });
}

function agentWith(
  tool: AnyTool,
  script: readonly ScriptedTurn[] = [call, 'done'],
  options: OtelOptions = {},
): Agent {
  const hooks: Hooks[] = [otel(options)];
  const provider = scriptedProvider(script);
  return new Agent({ name: 'a', provider, model: 'm', tools: [tool], hooks, limits: { turns: 200 } });
}

/** The finished spans of that name. */
function named(name: string): ReturnType<InMemorySpanExporter['getFinishedSpans']> {
  return exporter.getFinishedSpans().filter((span) => span.name === name);
}

describe('what a tool does with its span', () => {
  it('hangs spans of its own below it', async () => {
    const tool = work(() => trace.getTracer('mine').startActiveSpan('query', (span) => span.end()));
    await agentWith(tool).run('Go');
    const [query] = named('query');
    const [span] = named('execute_tool work');
    expect(query?.parentSpanContext?.spanId).toBe(span?.spanContext().spanId);
    expect(query?.spanContext().traceId).toBe(named('invoke_agent a')[0]?.spanContext().traceId);
    expect(started.find(({ name }) => name === 'query')?.parent).toBeUndefined();
  });

  it('sends its ids with a request', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['traceparent']);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tool = work(async () => void (await fetch(url, { headers: traceContext() })).status);
    await agentWith(tool).run('Go');
    server.closeAllConnections();
    server.close();
    const span = named('execute_tool work')[0]?.spanContext();
    expect(seen).toEqual([`00-${span?.traceId}-${span?.spanId}-01`]);
  });

  it('adds attributes and events, links, a status and a name', async () => {
    const link = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });
    const tool = work(() => {
      trace
        .getActiveSpan()
        ?.setAttribute('one', 1)
        .setAttributes({ two: 2 })
        .addEvent('seen')
        .addLink({ context: link.spanContext() })
        .addLinks([{ context: link.spanContext() }])
        .setStatus({ code: SpanStatusCode.OK })
        .updateName('renamed')
        .recordException('odd');
    });
    await agentWith(tool).run('Go');
    const [span] = named('renamed');
    expect(span?.attributes).toMatchObject({ one: 1, two: 2, 'gen_ai.tool.name': 'work' });
    expect(span?.events.map(({ name }) => name)).toEqual(['seen', 'exception']);
    expect(span?.links).toHaveLength(2);
    expect(span?.status.code).toBe(SpanStatusCode.OK);
  });

  it('keeps its span when it adds values to the context', async () => {
    const key = Symbol('mine');
    const tool = work(() =>
      context.with(context.active().setValue(key, 'value'), () => {
        expect(context.active().getValue(key)).toBe('value');
        expect(trace.getSpan(context.active().deleteValue(key))).toBe(trace.getActiveSpan());
        trace.getTracer('mine').startSpan('inner').end();
      }),
    );
    const { calls } = await agentWith(tool).run('Go');
    expect(calls.all).toMatchObject([{ status: 'success' }]);
    expect(named('inner')[0]?.parentSpanContext?.spanId).toBe(
      named('execute_tool work')[0]?.spanContext().spanId,
    );
  });
});

describe('spans are told of', () => {
  it('before a run resolves, parents first', async () => {
    await agentWith(work(() => undefined)).run('Go');
    expect(ended()).toEqual(['chat m', 'execute_tool work', 'chat m', 'invoke_agent a']);
    expect(started.map(({ name }) => name)).toEqual([
      'invoke_agent a',
      'chat m',
      'execute_tool work',
      'chat m',
    ]);
    expect(started.map(({ parent }) => parent)).toEqual([undefined, ...Array(3).fill('invoke_agent a')]);
  });

  it('at the times at which they were', async () => {
    let from = 0;
    const tool = work(async () => {
      from = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 30));
    });
    await agentWith(tool).run('Go');
    const [chat, span, second, run] = exporter.getFinishedSpans();
    const ms = ([seconds = 0, nanos = 0]: readonly number[] = []): number => seconds * 1000 + nanos / 1e6;
    expect(ms(span?.startTime)).toBeLessThanOrEqual(from);
    expect(ms(span?.startTime)).toBeGreaterThan(from - 2_000);
    expect(ms(span?.duration)).toBeGreaterThan(25);
    expect(ms(second?.startTime)).toBeGreaterThanOrEqual(Math.floor(ms(span?.endTime)));
    expect(ms(chat?.startTime)).toBeGreaterThanOrEqual(ms(run?.startTime));
    expect(ms(run?.endTime)).toBeGreaterThanOrEqual(ms(second?.endTime));
  });

  it('when many wait, while the run goes on', async () => {
    let most = 0;
    let calls = 0;
    const tool = work(() => {
      calls += 1;
      most = Math.max(most, calls * 2 - ended().length);
    });
    const script = Array.from({ length: 100 }, (_, n) => ({ calls: [{ name: 'work', input: { n } }] }));
    await agentWith(tool, [...script, 'done']).run('Go');
    expect(most).toBeLessThanOrEqual(66);
    expect(most).toBeGreaterThan(20);
    expect(named('chat m')).toHaveLength(101);
    expect(named('execute_tool work')).toHaveLength(100);
  });

  it('soon, though the run goes on for long', async () => {
    const tool = work(async ({ signal }) => {
      while (!ended().includes('chat m') && !signal.aborted)
        await new Promise((resolve) => setTimeout(resolve, 5));
      return ended();
    });
    const { calls } = await agentWith(tool).run('Go');
    expect(calls.lastResult('work')).toBe('["chat m"]');
  });

  it('of each part of a run that pauses and goes on', async () => {
    const agent = agentWith(work(() => undefined, { approval: true }));
    const { state } = await agent.run('Go');
    expect(ended()).toEqual(['chat m', 'invoke_agent a']);
    await agent.resume(state, { approvals: { call_1: true } });
    expect(ended().slice(2)).toEqual(['execute_tool work', 'chat m', 'invoke_agent a']);
  });

  it('when a tool fails', async () => {
    const tool = work(() => {
      throw new RangeError('no');
    });
    await agentWith(tool).run('Go');
    expect(named('execute_tool work')).toMatchObject([
      { status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': 'tool_error' } },
    ]);
  });

  it('when a run is aborted, though its tool goes on', async () => {
    const controller = new AbortController();
    const tool = work(() => {
      controller.abort();
      return new Promise(() => undefined);
    });
    const { status } = await agentWith(tool).run('Go', { signal: controller.signal });
    expect(status).toBe('cancelled');
    expect(ended().toSorted()).toEqual(['chat m', 'execute_tool work', 'invoke_agent a']);
    expect(named('execute_tool work')[0]?.status.code).toBe(SpanStatusCode.UNSET);
  });

  it('also where no run hook has run', async () => {
    const { model, tool } = otel();
    const agent = new Agent({
      provider: scriptedProvider([call, 'done']),
      model: 'm',
      tools: [work(() => undefined)],
      hooks: [{ ...(model && { model }), ...(tool && { tool }) }],
    });
    await agent.run('Go');
    expect(ended()).toEqual(['chat m', 'execute_tool work', 'chat m']);
  });

  it('though `redact` throws, which fails no run and lets nothing through', async () => {
    const redact = (): never => {
      throw new RangeError('odd');
    };
    const tool = work(() => 'secret');
    const { status } = await agentWith(tool, [call, 'secret'], { capture: 'all', redact }).run('secret');
    expect(status).toBe('done');
    expect(ended()).toEqual(['chat m', 'execute_tool work', 'chat m', 'invoke_agent a']);
    expect(JSON.stringify(exporter.getFinishedSpans().map(({ attributes }) => attributes))).not.toContain(
      'secret',
    );
  });
});

describe('the sampler', () => {
  it('decides on each span, and leaves out what it does not want', async () => {
    await tracerProvider.shutdown();
    trace.disable();
    const sampler = {
      shouldSample: (_: Context, __: string, name: string) => ({
        decision: name.startsWith('chat') ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
      }),
    };
    startSdk({ sampler });
    await agentWith(work(() => undefined)).run('Go');
    expect(ended()).toEqual(['execute_tool work', 'invoke_agent a']);
  });

  it('that leaves out a run leaves out what hangs below, whose ids go on', async () => {
    await tracerProvider.shutdown();
    trace.disable();
    const sampler = { shouldSample: () => ({ decision: SamplingDecision.NOT_RECORD }) };
    startSdk({ sampler });
    const { calls } = await agentWith(work(() => traceContext())).run('Go');
    expect(calls.lastResult('work')).toMatch(/^\{"traceparent":"00-[0-9a-f]{32}-[0-9a-f]{16}-00"/);
    expect(ended()).toEqual([]);
  });
});
