import { monitorEventLoopDelay } from 'node:perf_hooks';
import { quantile } from '../lib/median.ts';
import { measure, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const steps = 5;
const latencyMs = 20;

/** Many runs at once, begun together, against a host that takes its time. */
export const concurrentScenarios: readonly Scenario[] = [concurrent(200), concurrent(1000)];

function concurrent(runs: number): Scenario {
  return {
    name: `concurrent-${runs}`,
    group: 'concurrent',
    title: `${runs.toLocaleString('en')} concurrent runs of ${steps} steps, latency ${latencyMs} ms`,
    metrics: [
      { key: 'rate', label: 'runs/s', unit: '/s', better: 'more', goal: 0.85 },
      { key: 'p50', label: 'p50', unit: 'ms' },
      { key: 'p99', label: 'p99', unit: 'ms', goal: 1.2 },
      { key: 'cpu', label: 'CPU per run', unit: 'ms' },
      { key: 'rss', label: 'peak RSS', unit: 'MB', goal: 1.3, last: true },
      { key: 'delay', label: 'event-loop delay, max', unit: 'ms' },
    ],
    prepare: async (bench) => {
      const { run, check } = await openRun(bench, { plan: { steps, latencyMs } });
      let times: number[] = [];
      const once = async (): Promise<void> => {
        const start = performance.now();
        await run();
        times.push(performance.now() - start);
      };
      const all = () => Promise.all(Array.from({ length: runs }, once));
      await warmUp(all);
      return async () => {
        times = [];
        const delays = monitorEventLoopDelay({ resolution: 5 });
        delays.enable();
        const { cpuMs, wallMs } = await measure(all);
        delays.disable();
        check();
        return {
          rate: (runs * 1000) / wallMs,
          p50: quantile(times, 0.5),
          p99: quantile(times, 0.99),
          cpu: cpuMs / runs,
          rss: process.resourceUsage().maxRSS / 1024,
          delay: delays.max / 1e6,
        };
      };
    },
  };
}
