import { setTimeout as wait } from 'node:timers/promises';
import { measureRound, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const calls = 10;
const toolMs = 50;

/** One turn with ten slow, independent tools. */
export const parallelScenario: Scenario = {
  name: 'parallel',
  title: `${calls} parallel tools of ${toolMs} ms`,
  metrics: [{ key: 'wall', label: 'whole run', unit: 'ms', goal: 54, absolute: true }],
  prepare: async (bench) => {
    const { run, check } = await openRun(bench, { plan: { steps: 1, calls }, work: () => wait(toolMs) });
    await warmUp(run);
    return async () => {
      const { wallMs } = await measureRound(run);
      check();
      return { wall: wallMs };
    };
  },
};
