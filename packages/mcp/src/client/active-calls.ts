import type { ToolContext } from '@pegboard/core';

/** Calls that a server works on now. What it asks or says meanwhile is about one of them; about which, the protocol does not always say. */
export interface ActiveCalls {
  readonly run: <T>(ctx: ToolContext, work: () => Promise<T>) => Promise<T>;
  /** The only one; undefined when there are several, or none. */
  readonly only: () => ToolContext | undefined;
  readonly count: () => number;
  /** Resolves when none is left. */
  readonly idle: () => Promise<void>;
}

export function createActiveCalls(): ActiveCalls {
  const calls = new Set<ToolContext>();
  let waiting: (() => void)[] = [];
  return {
    async run(ctx, work) {
      calls.add(ctx);
      try {
        return await work();
      } finally {
        calls.delete(ctx);
        if (calls.size === 0) {
          for (const resolve of waiting) resolve();
          waiting = [];
        }
      }
    },
    only() {
      const [first] = calls;
      return calls.size === 1 ? first : undefined;
    },
    count: () => calls.size,
    idle: () => (calls.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
