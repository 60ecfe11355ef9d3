import { readPlan } from '../server/plan.ts';
import { measureRound, warmUp } from './measure.ts';
import { setupOf } from './open-run.ts';
import type { Bench, Scenario } from './scenario.ts';
import { plainTools } from './tools.ts';

const agents = 500;
const tools = 5;

/**
 * Building agents, as a server does that makes one per request: its provider or client, the tools and the agent, each time anew. What stays in
 * memory is measured in a process of its own: V8 would go on to make old what it has once seen survive a collection.
 */
export const agentsScenarios: readonly Scenario[] = [
  {
    name: 'agents-cpu',
    group: 'agents',
    title: `building ${agents} agents with ${tools} tools each`,
    metrics: [{ key: 'cpu', label: 'CPU per agent', unit: 'µs', absolute: true }],
    prepare: async (bench) => {
      const build = await builder(bench);
      await warmUp(build);
      return async () => {
        const { cpuMs } = await measureRound(build);
        return { cpu: (cpuMs * 1000) / agents };
      };
    },
  },
  {
    name: 'agents-heap',
    group: 'agents',
    title: `holding ${agents} agents with ${tools} tools each`,
    metrics: [{ key: 'heap', label: 'heap per agent', unit: 'kB', absolute: true }],
    prepare: async (bench) => {
      const build = await builder(bench);
      await build();
      return async () => {
        globalThis.gc?.();
        const before = process.memoryUsage().heapUsed;
        const built = await build();
        globalThis.gc?.();
        return { heap: (process.memoryUsage().heapUsed - before) / 1000 / built.length };
      };
    },
  },
];

async function builder(bench: Bench): Promise<() => Promise<readonly unknown[]>> {
  const { agent, build = agent } = await bench.load();
  const setup = setupOf(
    bench,
    readPlan('steps-1'),
    plainTools(tools, async () => 'done'),
  );
  return async () => Array.from({ length: agents }, () => build(setup));
}
