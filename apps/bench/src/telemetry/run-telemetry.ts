import { createNoopMeter, ProxyTracerProvider, SpanKind, type Tracer } from '@opentelemetry/api';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { Agent, defineTool, type Hooks } from '@pegboard/core';
import { otel } from '@pegboard/otel';
import { openai } from '@pegboard/provider-openai';
import * as z from 'zod';
import { apiKey } from '../contenders/contender.ts';
import { startServer } from '../harness/start-server.ts';
import { median } from '../lib/median.ts';
import { table } from '../lib/table.ts';
import type { BenchReport } from '../report.ts';
import { measureRuns } from '../scenarios/measure.ts';
import { writePlan } from '../server/plan.ts';

const steps = 50;
/** Short and many: on a machine with other work a long round meets some of it, and its ratio says nothing. */
const rounds = 60;
const roundMs = 60;
const none = 'no telemetry';
const byHand = 'the SDK alone: two spans a step by hand';

/** For each way. The compiler is busy with the loop for some 30,000 steps: rounds that begin earlier measure it. */
const warmUpMs = 10_000;

/** What telemetry costs: the CPU of a run of tool steps with spans and metrics that an exporter throws away, beside the same without. */
export async function runTelemetry(): Promise<BenchReport> {
  const server = await startServer();
  const sdk = startSdk();
  const spans = { tracerProvider: sdk.tracerProvider };
  const ways: Readonly<Record<string, readonly Hooks[]>> = {
    [none]: [],
    [byHand]: [],
    'hooks that do nothing': [idleHooks],
    'otel() without an SDK': [otel({ tracerProvider: noTracers, meterProvider: noMeters })],
    'spans, no-op exporter': [otel({ ...spans, meterProvider: noMeters })],
    'spans and metrics, no-op exporters': [otel({ ...spans, meterProvider: sdk.meterProvider })],
  };
  try {
    const baseURL = `http://127.0.0.1:${server.port}/${writePlan({ steps })}/v1`;
    const tracer = sdk.tracerProvider.getTracer('bench');
    const agents = Object.entries(ways).map(([name, hooks]) => ({
      name,
      run: runOf(baseURL, hooks, name === byHand ? () => makeSpans(tracer) : undefined),
    }));
    await compile(agents.map(({ run }) => run));
    const samples: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round++) {
      const sample: Record<string, number> = {};
      const turned = [...agents.slice(round % agents.length), ...agents.slice(0, round % agents.length)];
      for (const { name, run } of turned)
        sample[name] = ((await measureRuns(roundMs, run)).cpuMs * 1000) / steps;
      samples.push(sample);
    }
    return report(Object.keys(ways), samples);
  } finally {
    await sdk.stop();
    server.stop();
  }
}

/** In turns, so that whatever is shared is compiled for all of them. */
async function compile(ways: readonly (() => Promise<void>)[]): Promise<void> {
  const end = performance.now() + warmUpMs * ways.length;
  while (performance.now() < end) for (const run of ways) await measureRuns(150, run);
}

/** An SDK as applications set it up, whose exporters throw everything away. */
function startSdk() {
  const done = { code: 0 };
  const tracerProvider = new NodeTracerProvider({
    spanProcessors: [
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- its enum is in a package that the bench does not need
      new BatchSpanProcessor({ export: (_, settle) => settle(done), shutdown: async () => undefined }),
    ],
  });
  tracerProvider.register();
  const exporter = {
    export: (_: unknown, settle: (result: typeof done) => void) => settle(done),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const meterProvider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  return {
    tracerProvider,
    meterProvider,
    stop: async () => {
      await tracerProvider.shutdown();
      await meterProvider.shutdown();
    },
  };
}

const noMeters = { getMeter: createNoopMeter };
/** What the API hands out where no SDK is set up. */
const noTracers = new ProxyTracerProvider();

const idleHooks: Hooks = {
  run: async (_, next) => void (await next()),
  turn: () => undefined,
  model: (request, next) => next(request),
  tool: (_, next) => next(),
};

/** What no instrumentation of a step can do without, with as many attributes as ours. */
function makeSpans(tracer: Tracer): void {
  const chat = tracer.startSpan('chat gpt-bench', { kind: SpanKind.CLIENT, attributes: attributes(2) });
  chat.setAttributes(attributes(6));
  chat.end();
  const tool = tracer.startSpan('execute_tool tool_0', { attributes: attributes(6) });
  tool.setAttributes(attributes(1));
  tool.end();
}

function attributes(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`gen_ai.attribute_${at}`, 'value']));
}

function runOf(baseURL: string, hooks: readonly Hooks[], onCall?: () => void): () => Promise<void> {
  let calls = 0;
  const search = defineTool({
    name: 'tool_0',
    description: 'Looks something up',
    input: z.object({ query: z.string(), count: z.number() }),
    execute: async ({ count }) => {
      calls += 1;
      onCall?.();
      return `found ${count}`;
    },
  });
  const agent = new Agent({
    provider: openai({ api: 'chat', baseURL, apiKey }),
    model: 'gpt-bench',
    instructions: 'You help people to look things up.',
    tools: [search],
    limits: { turns: steps + 5 },
    hooks,
  });
  return async () => {
    calls = 0;
    const { status } = await agent.run('Look it up, then tell me.');
    if (status !== 'done' || calls !== steps) throw new RangeError(`${status} after ${calls} calls`);
  };
}

function report(names: readonly string[], samples: readonly Readonly<Record<string, number>>[]): BenchReport {
  const figures = names.map((name) => ({
    name,
    cpuPerStep: median(samples.map((sample) => sample[name] ?? 0)),
    ratio: median(samples.map((sample) => (sample[name] ?? 0) / (sample[none] ?? 1))),
  }));
  const rows = figures.map(({ name, cpuPerStep, ratio }) => [
    name,
    `${cpuPerStep.toFixed(1)} µs`,
    `${ratio.toFixed(3)} x`,
  ]);
  const head = [`one run of ${steps} tool steps`, 'CPU per step', 'to none, in the same round'];
  return { markdown: `## Telemetry: medians of ${rounds} rounds\n\n${table([head, ...rows])}\n`, figures };
}
