import type { Keeper } from './keeper.ts';

/** Which connection serves a run: one for all, or one for each run. */
export interface RunScopes {
  /** For a run, as long as its signal has not aborted; the signal of a run aborts when it is over. */
  readonly forRun: (run: { readonly runId: string; readonly signal: AbortSignal }) => Keeper;
  /** For one piece of work; a run that is known keeps its connection. */
  readonly within: <T>(runId: string | undefined, work: (keeper: Keeper) => Promise<T>) => Promise<T>;
  readonly keepers: () => readonly Keeper[];
  readonly close: () => Promise<void>;
}

/** One connection for all runs. */
export function sharedScope(create: () => Keeper): RunScopes {
  const keeper = create();
  return {
    forRun: () => keeper,
    within: (_, work) => work(keeper),
    keepers: () => [keeper],
    close: () => keeper.close(),
  };
}

/** A connection for each run, which ends with it. */
export function runScopes(create: () => Keeper): RunScopes {
  const byRun = new Map<string, Keeper>();
  const ending = new Set<Promise<void>>();
  let closed: Keeper | undefined;
  const end = (keeper: Keeper): void => {
    const done = keeper.close().finally(() => ending.delete(done));
    ending.add(done);
  };
  return {
    forRun({ runId, signal }) {
      if (closed) return closed;
      signal.throwIfAborted();
      const known = byRun.get(runId);
      if (known) return known;
      const keeper = create();
      byRun.set(runId, keeper);
      signal.addEventListener(
        'abort',
        () => {
          if (byRun.get(runId) === keeper) byRun.delete(runId);
          end(keeper);
        },
        { once: true },
      );
      return keeper;
    },
    async within(runId, work) {
      const known = closed ?? byRun.get(runId ?? '');
      if (known) return work(known);
      const keeper = create();
      try {
        return await work(keeper);
      } finally {
        end(keeper);
      }
    },
    keepers: () => [...byRun.values()],
    async close() {
      closed ??= create();
      for (const keeper of [closed, ...byRun.values()]) end(keeper);
      byRun.clear();
      await Promise.all(ending);
    },
  };
}
