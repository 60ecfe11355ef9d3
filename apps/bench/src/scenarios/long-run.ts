import { cpuMsSince, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const steps = 400;
const part = 100;

/** One run of very many steps: what it adds to the conversation must not be paid for again and again. */
export const longRunScenario: Scenario = {
  name: 'long-run',
  title: `one run of ${steps} steps`,
  metrics: [
    { key: 'cpu', label: 'CPU per step', unit: 'µs', goal: 0.9 },
    { key: 'growth', label: `last ${part} steps to the first ${part}`, unit: 'x' },
  ],
  prepare: async (bench) => {
    let calls = 0;
    let start = process.cpuUsage();
    let marks: number[] = [];
    const onCall = (): void => {
      calls += 1;
      if (calls % part === 0) marks.push(cpuMsSince(start));
    };
    const { run, check } = await openRun(bench, { plan: { steps }, onCall });
    await warmUp(run);
    return async () => {
      await run();
      calls = 0;
      marks = [];
      start = process.cpuUsage();
      await run();
      const cpuMs = cpuMsSince(start);
      check();
      const first = marks[0] ?? Number.NaN;
      const last = (marks[3] ?? Number.NaN) - (marks[2] ?? Number.NaN);
      return { cpu: (cpuMs * 1000) / steps, growth: last / first };
    };
  },
};
