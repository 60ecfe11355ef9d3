import type { RunState } from '@pegboard/core';

/** Runs that wait for a person at the other end. */
export interface Approvals {
  /** Gives the key under which the run is found again, once. */
  readonly keep: (waiting: WaitingRun) => string;
  readonly take: (key: string | undefined) => WaitingRun | undefined;
}

export interface WaitingRun {
  readonly state: RunState;
  /** Of the call and its caller: nobody else's answer counts. */
  readonly call: string;
}

const most = 1_000;
/** Milliseconds in which a person decides. */
const patienceMs = 15 * 60_000;

export function createApprovals(): Approvals {
  const waiting = new Map<string, WaitingRun & { readonly until: number }>();
  const sweep = (): void => {
    for (const [key, { until }] of waiting) {
      if (until > Date.now() && waiting.size <= most) return;
      waiting.delete(key);
    }
  };
  return {
    keep(run) {
      const key = crypto.randomUUID();
      waiting.set(key, { ...run, until: Date.now() + patienceMs });
      sweep();
      return key;
    },
    take(key) {
      sweep();
      const run = key === undefined ? undefined : waiting.get(key);
      if (key !== undefined) waiting.delete(key);
      return run;
    },
  };
}
