import { readPlan } from '../server/plan.ts';
import { measureRuns, warmUp } from './measure.ts';
import { setupOf } from './open-run.ts';
import type { Scenario } from './scenario.ts';
import { plainTools } from './tools.ts';

const agents = 500;
const tools = 5;

/** Building agents, as a server does that makes one per request. */
export const agentsScenario: Scenario = {
  name: 'agents',
  title: `building ${agents} agents with ${tools} tools each`,
  metrics: [
    { key: 'cpu', label: 'CPU per agent', unit: 'µs', absolute: true },
    { key: 'heap', label: 'heap per agent', unit: 'kB', absolute: true },
  ],
  prepare: async (bench) => {
    const library = await bench.load();
    const setup = setupOf(
      bench,
      readPlan('steps-1'),
      plainTools(tools, async () => 'done'),
    );
    const build = async () => Array.from({ length: agents }, () => library.agent(setup));
    await warmUp(build);
    return async () => {
      const { cpuMs } = await measureRuns(20, build);
      globalThis.gc?.();
      const before = process.memoryUsage().heapUsed;
      const built = await build();
      globalThis.gc?.();
      const heap = process.memoryUsage().heapUsed - before;
      return { cpu: (cpuMs * 1000) / built.length, heap: heap / 1000 / built.length };
    };
  },
};
