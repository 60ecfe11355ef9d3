import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const runs = 400;

/** What stays in memory after runs that are over. Five rounds are two thousand runs. */
export const heapScenario: Scenario = {
  name: 'heap',
  title: `heap, every ${runs} runs of two steps`,
  metrics: [
    { key: 'growth', label: 'grown since the first round', unit: 'kB', absolute: true, last: true },
    { key: 'heap', label: 'heap', unit: 'MB', absolute: true, last: true },
  ],
  prepare: async (bench) => {
    const { run, check } = await openRun(bench, { plan: { steps: 2 } });
    let first: number | undefined;
    return async () => {
      for (let count = 0; count < runs; count++) await run();
      check();
      globalThis.gc?.();
      globalThis.gc?.();
      const heap = process.memoryUsage().heapUsed;
      first ??= heap;
      return { growth: (heap - first) / 1000, heap: heap / 1e6 };
    };
  },
};
