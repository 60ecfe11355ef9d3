import { DeadlineExceeded } from './deadline.ts';
import { maxTimerMs } from './deadlines.ts';

/** What a clock runs. An object and no functions: there is one for each call that is hooked. */
export interface Clocked<T> {
  readonly work: () => PromiseLike<T> | T;
  /** What is to be made of what the work settles as, or of the rejection that ends it. Default: the same. */
  readonly judge?: (made: Promise<T>) => Promise<T>;
}

/**
 * Makes clocks of `ms` milliseconds, one for each call of a wrapper. One timer and one listener serve them all, until the signal aborts: to
 * set and clear their own would cost more than most wrappers do.
 */
export function ownClocks(ms: number, signal: AbortSignal): () => OwnClock {
  const watch = new Watch(ms, signal);
  return () => new OwnClock(watch);
}

/** Limits the time that a wrapper spends itself: each stretch between two waits for what it wraps. */
export class OwnClock {
  /** What a promise of `outside` was last settled with. */
  last: unknown;
  readonly #watch: Watch;
  #outside = 0;
  #since = 0;
  /** Given while the work has not come to its first wait. */
  #given: Promise<unknown>[] | undefined;

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  /** How long the present stretch has lasted. */
  get spentMs(): number {
    return this.#outside > 0 ? 0 : performance.now() - this.#since;
  }

  /**
   * Settles as `judge` makes it of what the work settles as, or of a rejection with `DeadlineExceeded`, or with the signal's reason. Work that
   * hands on the very promise which it was given by `outside` has no time of its own: that promise is returned, and nothing is judged.
   */
  run<T>(clocked: Clocked<T>): Promise<T> {
    const watch = this.#watch;
    const given: Promise<unknown>[] = (this.#given = []);
    let result: PromiseLike<T> | T;
    try {
      watch.signal.throwIfAborted();
      result = clocked.work();
    } catch (error) {
      result = Promise.reject(error);
    }
    this.#given = undefined;
    if (given.length === 1 && given[0] === result) return given[0] as never; // what the work has given back
    const made = new Promise<T>((resolve, reject) => {
      this.#since = performance.now();
      watch.begin(this, reject);
      void Promise.resolve(result)
        .then(resolve, reject)
        .then(() => watch.running.delete(reject));
    });
    for (const one of given) void this.outside(one);
    return clocked.judge ? clocked.judge(made) : made;
  }

  /** The same promise; the clock stands still until it is settled. */
  outside<T>(working: Promise<T>): Promise<T> {
    if (this.#given) this.#given.push(working);
    else {
      this.#outside++;
      const back = (value: unknown): void => this.#back(value);
      working.then(back, back);
    }
    return working;
  }

  #back(value: unknown): void {
    this.#outside--;
    this.#since = performance.now();
    this.last = value;
  }
}

/** The clocks of one run that are going. */
class Watch {
  readonly signal: AbortSignal;
  readonly #ms: number;
  /** By how to end what they time. */
  readonly running = new Map<(error: unknown) => void, OwnClock>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number, signal: AbortSignal) {
    this.#ms = ms;
    this.signal = signal;
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.running.forEach((_, fail) => fail(signal.reason));
    });
  }

  begin(clock: OwnClock, fail: (error: unknown) => void): void {
    this.running.set(fail, clock);
    // The work itself may have aborted.
    if (this.signal.aborted) fail(this.signal.reason);
    else if (!this.#timer) this.#check();
  }

  readonly #check = (): void => {
    let left = Math.min(this.#ms, maxTimerMs);
    for (const [fail, clock] of this.running) {
      const rest = this.#ms - clock.spentMs;
      if (rest > 0) left = Math.min(left, rest);
      else fail(new DeadlineExceeded(this.#ms));
    }
    this.#timer = this.running.size > 0 ? setTimeout(this.#check, left) : undefined;
  };
}
