import { measureRound, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

/** One run of tool steps, asked for without streaming: against a host that answers at once, and against one that takes its time. */
export const stepsScenarios: readonly Scenario[] = [stepsScenario(50, 0), stepsScenario(20, 20)];

/** With `latencyMs` the processor does something else between two answers, or nothing, as it does while a real model thinks. */
function stepsScenario(steps: number, latencyMs: number): Scenario {
  return {
    name: latencyMs > 0 ? `steps-${latencyMs}ms` : 'steps',
    title: `${steps} tool steps, not streaming${latencyMs > 0 ? `, latency ${latencyMs} ms` : ''}`,
    metrics: [
      { key: 'cpu', label: 'CPU per step', unit: 'µs', ...(latencyMs === 0 && { goal: 1.2 }) },
      { key: 'wall', label: 'wall per step', unit: 'µs' },
    ],
    prepare: async (bench) => {
      const quick = await openRun(bench, { plan: { steps: 50 } });
      await warmUp(quick.run);
      const { run, check } = latencyMs > 0 ? await openRun(bench, { plan: { steps, latencyMs } }) : quick;
      quick.check();
      if (latencyMs > 0) await run();
      return async () => {
        const { cpuMs, wallMs } = await measureRound(run);
        check();
        return { cpu: (cpuMs * 1000) / steps, wall: (wallMs * 1000) / steps };
      };
    },
  };
}
