import { measure, repeat, warmUp } from './measure.ts';
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
    const go = () => repeat(runs, run);
    await warmUp(10, go);
    return async () => {
      const { cpuMs, wallMs } = await measure(go);
      check();
      return { cpu: (cpuMs * 1000) / (runs * steps), wall: (wallMs * 1000) / (runs * steps) };
    };
  },
};
