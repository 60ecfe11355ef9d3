import { measureRuns, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const steps = 50;
const runs = 10;

/** One run of fifty tool steps, asked for without streaming. */
export const stepsScenario: Scenario = {
  name: 'steps',
  title: `${steps} tool steps, not streaming`,
  metrics: [
    { key: 'cpu', label: 'CPU per step', unit: 'µs', goal: 1.2 },
    { key: 'wall', label: 'wall per step', unit: 'µs' },
  ],
  prepare: async (bench) => {
    const { run, check } = await openRun(bench, { plan: { steps } });
    await warmUp(10 * runs, run);
    return async () => {
      const { cpuMs, wallMs } = await measureRuns(runs, run);
      check();
      return { cpu: (cpuMs * 1000) / steps, wall: (wallMs * 1000) / steps };
    };
  },
};
