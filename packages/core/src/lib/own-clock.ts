import { DeadlineExceeded, isPromiseLike, maxTimerMs } from './deadline.ts';

/** Limits the time that a wrapper spends itself: each stretch between two waits for what it wraps. */
export interface OwnClock {
  /** Settles as `work` does, or rejects with `DeadlineExceeded`, or with the signal's reason. Throws what `work` throws at once. */
  readonly run: <T>(work: () => PromiseLike<T> | T) => PromiseLike<T> | T;
  /** The same promise; the clock stands still until it is settled. `seen` is told its value first. */
  readonly outside: <T>(working: Promise<T>, seen?: (value: T) => void) => Promise<T>;
}

interface Stretch {
  outside: number;
  since: number;
}

/**
 * Makes clocks of `ms` milliseconds, one for each call of a wrapper. One timer and one listener serve them all, until the signal aborts: to
 * set and clear their own would cost more than most wrappers do.
 */
export function ownClocks(ms: number, signal: AbortSignal): () => OwnClock {
  const running = new Map<(error: unknown) => void, Stretch>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = (): void => {
    let left = ms;
    for (const [fail, { outside, since }] of running) {
      const own = outside > 0 ? 0 : performance.now() - since;
      if (own < ms) left = Math.min(left, ms - own);
      else fail(new DeadlineExceeded(ms));
    }
    timer = running.size > 0 ? setTimeout(check, Math.min(left, maxTimerMs)) : undefined;
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    for (const fail of running.keys()) fail(signal.reason);
  });
  return () => {
    const stretch: Stretch = { outside: 0, since: 0 };
    let wrapped: unknown;
    const begin = (): void => void (stretch.since = performance.now());
    const back = (): void => {
      stretch.outside--;
      begin();
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
          running.set(fail, stretch);
          begin();
          result.then((value) => {
            running.delete(fail);
            resolve(value);
          }, fail);
          // The work itself may have aborted.
          if (signal.aborted) fail(signal.reason);
          else timer ??= setTimeout(check, Math.min(ms, maxTimerMs));
        });
      },
      outside: (working, seen) => {
        stretch.outside++;
        working.then((value) => {
          back();
          seen?.(value);
        }, back);
        wrapped = working;
        return working;
      },
    };
  };
}
