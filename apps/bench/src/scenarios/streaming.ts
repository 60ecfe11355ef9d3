import { measureRound, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const steps = 50;

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
    await warmUp(stream);
    return async () => {
      const { cpuMs, wallMs } = await measureRound(stream);
      check();
      return { cpu: (cpuMs * 1000) / steps, wall: (wallMs * 1000) / steps };
    };
  },
};
