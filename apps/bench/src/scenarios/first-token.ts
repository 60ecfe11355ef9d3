import { median } from '../lib/median.ts';
import { warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const runs = 100;

/** From the call to the first piece of text; the host pauses after it. */
export const firstTokenScenario: Scenario = {
  name: 'first-token',
  title: 'time to first token',
  streams: true,
  metrics: [{ key: 'wall', label: 'first token', unit: 'µs', goal: 1.2 }],
  prepare: async (bench) => {
    const { stream } = await openRun(bench, { plan: { steps: 0, deltas: 20, pauseMs: 2 } });
    let times: number[] = [];
    const once = async (): Promise<void> => {
      const start = performance.now();
      let first: number | undefined;
      await stream(() => {
        first ??= performance.now();
      });
      times.push(((first ?? Infinity) - start) * 1000);
    };
    await warmUp(once);
    return async () => {
      times = [];
      for (let run = 0; run < runs; run++) await once();
      return { wall: median(times) };
    };
  },
};
