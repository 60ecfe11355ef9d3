import { Agent, defineTool, type Provider } from '@pegboard/core';
import { table } from '../lib/table.ts';
import type { BenchReport } from '../report.ts';

const rounds = 9;

/** How long one turn with several slow, independent tools takes: side by side and one after the other. */
export async function runScheduling(): Promise<BenchReport> {
  const cases = [
    { tools: 10, ms: 50 },
    { tools: 5, ms: 100 },
  ];
  const figures: { tools: number; ms: number; parallelMs: number; sequentialMs: number; faster: number }[] =
    [];
  for (const { tools, ms } of cases) {
    const agent = agentWith(tools, ms);
    const times = { parallel: [] as number[], sequential: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      for (const toolExecution of ['parallel', 'sequential'] as const) {
        const started = performance.now();
        const result = await agent.run('Go.', { toolExecution });
        if (result.calls.count('wait') !== tools) throw new RangeError('not all tools ran');
        times[toolExecution].push(performance.now() - started);
      }
    }
    const [parallelMs, sequentialMs] = [median(times.parallel), median(times.sequential)];
    figures.push({ tools, ms, parallelMs, sequentialMs, faster: sequentialMs / parallelMs });
  }
  const rows = figures.map((one) => [
    `${one.tools} tools of ${one.ms} ms`,
    `${one.parallelMs.toFixed(1)} ms`,
    `${one.sequentialMs.toFixed(1)} ms`,
    `${one.faster.toFixed(2)} x`,
  ]);
  const head = ['one run, two turns', 'parallel', 'sequential', 'faster'];
  return { markdown: `## Scheduling: medians of ${rounds} rounds\n\n${table([head, ...rows])}\n`, figures };
}

function agentWith(tools: number, ms: number): Agent {
  const wait = defineTool({
    name: 'wait',
    description: 'Waits',
    input: { type: 'object', properties: { number: { type: 'integer' } } },
    execute: () => new Promise<string>((resolve) => setTimeout(resolve, ms, 'done')),
  });
  const provider: Provider = {
    name: 'story',
    async *stream({ messages }) {
      const asked = messages.some((message) => message.role === 'assistant');
      const calls = Array.from({ length: asked ? 0 : tools }, (_, index) => ({
        type: 'part' as const,
        index,
        part: {
          type: 'tool-call' as const,
          callId: '',
          name: 'wait',
          args: { number: index },
          executor: 'client' as const,
        },
      }));
      yield [...calls, { type: 'finish', finish: { unified: asked ? 'stop' : 'tool-calls' }, usage: {} }];
    },
  };
  return new Agent({ provider, model: 'm', tools: [wait] });
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
