import { measureRound, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const deltas = 20_000;

/** One long streamed text. */
export const deltasScenarios: readonly Scenario[] = [inChunks('deltas-1', 1), inChunks('deltas-50', 50)];

function inChunks(name: string, perChunk: number): Scenario {
  return {
    name,
    group: 'deltas',
    title: `${deltas.toLocaleString('en')} text deltas, ${perChunk === 1 ? 'one' : perChunk} per network chunk`,
    streams: true,
    metrics: [
      { key: 'rate', label: 'deltas/s', unit: '/s', better: 'more', goal: 0.9 },
      { key: 'cpu', label: 'CPU per delta', unit: 'ns', goal: 1.4 },
    ],
    prepare: async (bench) => {
      const { stream } = await openRun(bench, { plan: { steps: 0, deltas, perChunk } });
      await warmUp(stream);
      return async () => {
        const { cpuMs, wallMs } = await measureRound(stream);
        return { rate: (deltas * 1000) / wallMs, cpu: (cpuMs * 1e6) / deltas };
      };
    },
  };
}
