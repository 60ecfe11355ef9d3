import { DeadlineExceeded, maxTimerMs } from './deadline.ts';

/** Limits the time that a wrapper spends itself: each stretch between two waits for what it wraps. */
export interface OwnClock {
  /**
   * Settles as `judge` makes it of what the work settles as, or of a rejection with `DeadlineExceeded`, or with the signal's reason. Work that
   * hands on the very promise which it was given by `outside` has no time of its own: that promise is returned, and nothing is judged.
   */
  readonly run: <T>(work: () => PromiseLike<T> | T, judge?: (made: Promise<T>) => Promise<T>) => Promise<T>;
  /** The same promise; the clock stands still until it is settled. */
  readonly outside: <T>(working: Promise<T>) => Promise<T>;
  /** What such a promise was last settled with. */
  last?: unknown;
}

/**
 * Makes clocks of `ms` milliseconds, one for each call of a wrapper. One timer and one listener serve them all, until the signal aborts: to
 * set and clear their own would cost more than most wrappers do.
 */
export function ownClocks(ms: number, signal: AbortSignal): () => OwnClock {
  /** How to end what runs, and how long it has spent itself. */
  const running = new Map<(error: unknown) => void, () => number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = (): void => {
    let left = Math.min(ms, maxTimerMs);
    for (const [fail, spent] of running) {
      const rest = ms - spent();
      if (rest > 0) left = Math.min(left, rest);
      else fail(new DeadlineExceeded(ms));
    }
    timer = running.size > 0 ? setTimeout(check, left) : undefined;
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    running.forEach((_, fail) => fail(signal.reason));
  });
  return () => {
    let outside = 0;
    let since = 0;
    /** Given while the work has not come to its first wait. */
    let given: Promise<unknown>[] | undefined;
    const back = (value: unknown): void => {
      outside--;
      since = performance.now();
      clock.last = value;
    };
    const clock: OwnClock = {
      run(work, judge = (made) => made) {
        const first: Promise<unknown>[] = (given = []);
        let handed: unknown;
        const made = new Promise<never>((resolve, reject) => {
          signal.throwIfAborted();
          const result = work();
          if (first[0] === result && !first[1]) handed = result;
          if (handed) return;
          since = performance.now();
          running.set(reject, () => (outside ? 0 : performance.now() - since));
          void Promise.resolve(result as never)
            .then(resolve, reject)
            .then(() => running.delete(reject));
          // The work itself may have aborted.
          if (signal.aborted) reject(signal.reason);
          else if (!timer) check();
        });
        given = undefined;
        if (handed) return handed as never; // what the work has given back
        for (const one of first) void clock.outside(one);
        return judge(made);
      },
      outside(working) {
        if (!given?.push(working)) {
          outside++;
          working.then(back, back);
        }
        return working;
      },
    };
    return clock;
  };
}
