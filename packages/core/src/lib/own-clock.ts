import { DeadlineExceeded, isPromiseLike, maxTimerMs } from './deadline.ts';

/** Limits the time that a wrapper spends itself: each stretch between two waits for what it wraps. */
export interface OwnClock {
  /** Settles as `work` does, or rejects with `DeadlineExceeded`, or with the signal's reason. Throws what `work` throws at once. */
  readonly run: <T>(work: () => PromiseLike<T> | T) => PromiseLike<T> | T;
  /** The same promise; the clock stands still until it is settled. `seen` is told its value first. */
  readonly outside: <T>(working: Promise<T>, seen?: (value: T) => void) => Promise<T>;
}

/**
 * Makes clocks of `ms` milliseconds, one for each call of a wrapper. One timer and one listener serve them all, until the signal aborts: to
 * set and clear their own would cost more than most wrappers do.
 */
export function ownClocks(ms: number, signal: AbortSignal): () => OwnClock {
  /** How to end what runs, and how long it has spent itself. */
  const running = new Map<(error: unknown) => void, () => number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = (left: number): void => {
    timer = setTimeout(check, Math.min(left, maxTimerMs));
  };
  const check = (): void => {
    timer = undefined;
    let left = ms;
    for (const [fail, spent] of running) {
      const rest = ms - spent();
      if (rest > 0) left = Math.min(left, rest);
      else fail(new DeadlineExceeded(ms));
    }
    if (running.size > 0) watch(left);
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    for (const fail of running.keys()) fail(signal.reason);
  });
  return () => {
    let outside = 0;
    let since = 0;
    let wrapped: unknown;
    const back = (): void => {
      outside--;
      since = performance.now();
    };
    return {
      run: (work) => {
        signal.throwIfAborted();
        const result = work();
        // What is handed through as it is takes no time of the wrapper's.
        if (result === wrapped || !isPromiseLike(result)) return result;
        return new Promise((resolve, reject) => {
          const fail = (error: unknown): void => {
            running.delete(fail);
            reject(error);
          };
          since = performance.now();
          running.set(fail, () => (outside > 0 ? 0 : performance.now() - since));
          result.then((value) => {
            running.delete(fail);
            resolve(value);
          }, fail);
          // The work itself may have aborted.
          if (signal.aborted) fail(signal.reason);
          else if (!timer) watch(ms);
        });
      },
      outside: (working, seen) => {
        outside++;
        working.then((value) => {
          back();
          seen?.(value);
        }, back);
        return (wrapped = working);
      },
    };
  };
}
