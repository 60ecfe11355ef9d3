import { Agent, defineTool, type ModelBatch, type Provider } from '@pegboard/core';
import { nodePost } from '../contenders/floor/post.ts';
import { startServer } from '../harness/start-server.ts';
import { median } from '../lib/median.ts';
import { table } from '../lib/table.ts';
import type { BenchReport } from '../report.ts';
import { measureRuns, warmUp } from '../scenarios/measure.ts';
import { writePlan } from '../server/plan.ts';

const steps = 48;
const rounds = 41;
/** A host is asked before every so many steps; the answers themselves are made here, so that nothing but the question differs. */
const strides = [1, 2, 4, 8];

/** How much of what a step costs is the loop, and how much is finding its code gone from the processor's caches after waiting for a host. */
export async function runWake(): Promise<BenchReport> {
  const server = await startServer();
  try {
    const ask = question(`http://127.0.0.1:${server.port}/${writePlan({ steps: 1 })}/v1`);
    const ways: { readonly name: string; readonly asked: number; readonly run: () => Promise<void> }[] = [
      { name: 'only asking', asked: steps, run: () => askOnly(ask) },
      { name: 'only the loop', asked: 0, run: runOf(ask, Infinity) },
      ...strides.map((stride) => ({
        name: stride === 1 ? 'asking before each step' : `asking before one step of ${stride}`,
        asked: steps / stride,
        run: runOf(ask, stride),
      })),
    ];
    for (const { run } of ways) await warmUp(run);
    const samples = ways.map(() => [] as number[]);
    for (let round = 0; round < rounds; round++) {
      for (const [index, { run }] of ways.entries())
        samples[index]?.push((await measureRuns(50, run)).cpuMs * 1000);
    }
    return report(ways.map(({ name, asked }, index) => ({ name, asked, cpu: median(samples[index] ?? []) })));
  } finally {
    server.stop();
  }
}

type Ask = () => Promise<void>;

function question(baseURL: string): Ask {
  const post = nodePost();
  const body = JSON.stringify({ model: 'gpt-bench', messages: [{ role: 'user', content: 'Go.' }] });
  return () =>
    post(`${baseURL}/chat/completions`, { 'content-type': 'application/json' }, body, () => undefined);
}

async function askOnly(ask: Ask): Promise<void> {
  for (let step = 0; step < steps; step++) await ask();
}

/** A run of so many steps whose model is a function. */
function runOf(ask: Ask, stride: number): () => Promise<void> {
  let step = 0;
  const provider: Provider = {
    name: 'here',
    async *stream() {
      if (step % stride === 0 && stride < Infinity) await ask();
      yield answer(step);
    },
  };
  const tool = defineTool({
    name: 'look_up',
    description: 'Looks something up',
    input: { type: 'object', properties: { step: { type: 'integer' } } },
    execute: () => {
      step += 1;
      return 'found';
    },
  });
  const limits = { turns: steps };
  const agent = new Agent({ provider, model: 'here', tools: [tool], limits });
  return async () => {
    step = 0;
    const { status, stopReason } = await agent.run('Go.');
    if (step !== steps) throw new RangeError(`${status} (${stopReason}) after ${step} steps`);
  };
}

function answer(step: number): ModelBatch {
  const part = {
    type: 'tool-call',
    callId: `call_${step}`,
    name: 'look_up',
    args: `{"step":${step}}`,
    executor: 'client',
  } as const;
  return [
    { type: 'part', index: 0, part },
    { type: 'finish', finish: { unified: 'tool-calls' }, usage: { inputTokens: 10, outputTokens: 10 } },
  ];
}

interface Figure {
  readonly name: string;
  /** Times a host is asked in one run. */
  readonly asked: number;
  /** Microseconds of one run. */
  readonly cpu: number;
}

function report(figures: readonly Figure[]): BenchReport {
  const [asking, loop] = figures;
  const rows = figures.map(({ name, asked, cpu }) => {
    const rest = cpu - ((asking?.cpu ?? 0) / steps) * asked - (loop?.cpu ?? 0);
    const isMixed = asked > 0 && name !== asking?.name;
    return [name, `${(cpu / steps).toFixed(1)} µs`, isMixed ? `${(rest / asked).toFixed(1)} µs` : ''];
  });
  const head = ['one run', 'CPU per step', 'more than both by themselves, per question'];
  return {
    markdown: `## Waking up: medians of ${rounds} rounds\n\n${table([head, ...rows])}\n`,
    figures: figures.map(({ name, cpu }) => ({ name, cpuPerStep: cpu / steps })),
  };
}
