import { measureRound, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

/** One tool call whose arguments are long and come in small pieces. */
export const argumentsScenarios: readonly Scenario[] = [
  ofSize('20k', '20 kB', 20_000),
  ofSize('200k', '200 kB', 200_000),
  ofSize('1m', '1 MB', 1_000_000),
];

function ofSize(name: string, size: string, argumentChars: number): Scenario {
  return {
    name: `arguments-${name}`,
    group: 'arguments',
    title: `${size} of tool arguments in 20-byte deltas`,
    streams: true,
    metrics: [
      { key: 'cpu', label: 'CPU per run', unit: 'ms', goal: 1.1 },
      { key: 'wall', label: 'wall per run', unit: 'ms' },
    ],
    prepare: async (bench) => {
      const { stream, check } = await openRun(bench, {
        plan: { steps: 1, argumentChars, argumentDelta: 20 },
      });
      await warmUp(stream);
      return async () => {
        const { cpuMs, wallMs } = await measureRound(stream);
        check();
        return { cpu: cpuMs, wall: wallMs };
      };
    },
  };
}
