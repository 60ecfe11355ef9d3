import type { ChatMessage } from '../contenders/contender.ts';
import { measureRound, warmUp } from './measure.ts';
import { openRun } from './open-run.ts';
import type { Scenario } from './scenario.ts';

const steps = 5;

/** A run on top of a long conversation. */
export const historyScenarios: readonly Scenario[] = [
  withMessages(100),
  withMessages(1000),
  withMessages(10_000, 0.8),
];

function withMessages(messages: number, goal?: number): Scenario {
  return {
    name: `history-${messages}`,
    group: 'history',
    title: `history of ${messages.toLocaleString('en')} messages`,
    metrics: [
      { key: 'cpu', label: 'CPU per step', unit: 'µs', ...(goal !== undefined && { goal }) },
      { key: 'wall', label: 'wall per step', unit: 'µs' },
    ],
    prepare: async (bench) => {
      const { run, check } = await openRun(bench, { plan: { steps }, history: chatOf(messages) });
      await warmUp(run);
      return async () => {
        const { cpuMs, wallMs } = await measureRound(run);
        check();
        return { cpu: (cpuMs * 1000) / steps, wall: (wallMs * 1000) / steps };
      };
    },
  };
}

function chatOf(messages: number): ChatMessage[] {
  return Array.from({ length: messages }, (_, index) =>
    index % 2 === 0
      ? { role: 'user', text: `Question ${index}: what did we say about the "second" delivery to Málaga?` }
      : {
          role: 'assistant',
          text: `Answer ${index}: it leaves on Monday,\nand comes back on Thursday at noon.`,
        },
  );
}
