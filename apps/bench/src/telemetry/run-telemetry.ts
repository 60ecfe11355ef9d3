import { createNoopMeter, ProxyTracerProvider } from '@opentelemetry/api';
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
import { measureRuns, warmUp } from '../scenarios/measure.ts';
import { writePlan } from '../server/plan.ts';

const steps = 50;
const rounds = 15;
const runs = 20;
const none = 'no telemetry';

/** What telemetry costs: the CPU of a run of tool steps with spans and metrics that an exporter throws away, beside the same without. */
export async function runTelemetry(): Promise<BenchReport> {
  const server = await startServer();
  const sdk = startSdk();
  const spans = { tracerProvider: sdk.tracerProvider };
  const ways: Readonly<Record<string, readonly Hooks[]>> = {
    [none]: [],
    'hooks that do nothing': [idleHooks],
    'otel() without an SDK': [otel({ tracerProvider: noTracers, meterProvider: noMeters })],
    'spans, no-op exporter': [otel({ ...spans, meterProvider: noMeters })],
    'spans and metrics, no-op exporters': [otel({ ...spans, meterProvider: sdk.meterProvider })],
  };
  try {
    const baseURL = `http://127.0.0.1:${server.port}/${writePlan({ steps })}/v1`;
    const agents = Object.entries(ways).map(([name, hooks]) => ({ name, run: runOf(baseURL, hooks) }));
    for (const { run } of agents) await warmUp(5 * runs, run);
    const samples: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round++) {
      const sample: Record<string, number> = {};
      const turned = [...agents.slice(round % agents.length), ...agents.slice(0, round % agents.length)];
      for (const { name, run } of turned)
        sample[name] = ((await measureRuns(runs, run)).cpuMs * 1000) / steps;
      samples.push(sample);
    }
    return report(Object.keys(ways), samples);
  } finally {
    await sdk.stop();
    server.stop();
  }
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

function runOf(baseURL: string, hooks: readonly Hooks[]): () => Promise<void> {
  let calls = 0;
  const search = defineTool({
    name: 'tool_0',
    description: 'Looks something up',
    input: z.object({ query: z.string(), count: z.number() }),
    execute: async ({ count }) => {
      calls += 1;
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
