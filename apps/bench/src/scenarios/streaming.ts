import { measure, repeat, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const steps = 50;
const runs = 10;

/** The same fifty steps, each answer streamed. */
export const streamingScenario: Scenario = {
  name: 'streaming',
  title: `${steps} tool steps, streaming`,
  streams: true,
  metrics: [
    { key: 'cpu', label: 'CPU per step', unit: 'µs', goal: 1.3 },
    { key: 'wall', label: 'wall per step', unit: 'µs' },
  ],
  prepare: async (bench) => {
    const { stream, check } = await openRun(bench, { plan: { steps } });
    const go = () => repeat(runs, stream);
    await warmUp(10, go);
    return async () => {
      const { cpuMs, wallMs } = await measure(go);
      check();
      return { cpu: (cpuMs * 1000) / (runs * steps), wall: (wallMs * 1000) / (runs * steps) };
    };
  },
};
