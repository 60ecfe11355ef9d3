import { DeadlineExceeded, maxTimerMs } from './deadline.ts';

/** Limits the time that a wrapper spends itself: each stretch between two waits for what it wraps. */
export interface OwnClock {
  /** Settles as `work` does, or rejects with `DeadlineExceeded`, or with the signal's reason. */
  readonly run: <T>(work: () => PromiseLike<T> | T) => Promise<T>;
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
    for (const fail of running.keys()) fail(signal.reason);
  });
  return () => {
    let outside = 0;
    let since = 0;
    const back = (value: unknown): void => {
      outside--;
      since = performance.now();
      clock.last = value;
    };
    const clock: OwnClock = {
      run: (work) =>
        new Promise((resolve, reject) => {
          signal.throwIfAborted();
          const result = Promise.resolve(work());
          since = performance.now();
          running.set(reject, () => (outside > 0 ? 0 : performance.now() - since));
          result.then(
            (value) => {
              running.delete(reject);
              resolve(value);
            },
            (error: unknown) => {
              running.delete(reject);
              reject(error);
            },
          );
          // The work itself may have aborted.
          if (signal.aborted) reject(signal.reason);
          else if (!timer) check();
        }),
      outside: (working) => {
        outside++;
        working.then(back, back);
        return working;
      },
    };
    return clock;
  };
}
