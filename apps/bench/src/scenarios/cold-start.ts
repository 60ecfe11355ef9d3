import { cpuMsSince } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

/** A new process: the import of the library, and the first run of one step. */
export const coldStartScenario: Scenario = {
  name: 'cold-start',
  title: 'cold start',
  cold: true,
  metrics: [
    { key: 'import', label: 'import', unit: 'ms', goal: 30, absolute: true },
    { key: 'first', label: 'first run', unit: 'ms' },
    // Some load their client of HTTP with the import, others with the first run: what a user waits for is both.
    { key: 'both', label: 'both', unit: 'ms' },
    { key: 'cpu', label: 'CPU of both', unit: 'ms' },
  ],
  prepare: async (bench) => async () => {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const library = await bench.load();
    const imported = performance.now();
    const { run, check } = await openRun({ ...bench, load: async () => library }, { plan: { steps: 1 } });
    await run();
    const end = performance.now();
    check();
    return {
      import: imported - start,
      first: end - imported,
      both: end - start,
      cpu: cpuMsSince(cpu),
    };
  },
};
