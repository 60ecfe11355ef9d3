import { measureRound, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';
import { richTools } from './tools.ts';

const tools = 200;
const steps = 10;

/** Many tools with large schemas, sent again in every request. */
export const manyToolsScenario: Scenario = {
  name: 'many-tools',
  title: `${tools} tools with rich schemas`,
  metrics: [
    { key: 'cpu', label: 'CPU per step', unit: 'µs', goal: 0.4 },
    { key: 'wall', label: 'wall per step', unit: 'µs' },
  ],
  prepare: async (bench) => {
    const { run, check } = await openRun(bench, {
      plan: { steps, tools },
      tools: (execute) => richTools(tools, execute),
    });
    await warmUp(run);
    return async () => {
      const { cpuMs, wallMs } = await measureRound(run);
      check();
      return { cpu: (cpuMs * 1000) / steps, wall: (wallMs * 1000) / steps };
    };
  },
};
