import { DeadlineExceeded, maxTimerMs, withDeadline } from './deadline.ts';

/**
 * Limits the time that a wrapper spends itself: `run` starts the clock, `outside` stops it while what is wrapped works.
 * Each stretch between two `outside` calls may take `ms` milliseconds.
 */
export class OwnClock {
  readonly #ms: number | false;
  readonly #signal: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #outside = 0;
  #expire: ((error: DeadlineExceeded) => void) | undefined;

  constructor(ms: number | false, signal: AbortSignal) {
    this.#ms = ms;
    this.#signal = signal;
  }

  /** Settles as `work` does, or rejects with `DeadlineExceeded`, or with the signal's reason. One at a time. */
  async run<T>(work: () => PromiseLike<T> | T): Promise<T> {
    const expired = new Promise<never>((_, reject) => {
      this.#expire = reject;
    });
    this.#start();
    try {
      return await Promise.race([withDeadline(work, { ms: false, signal: this.#signal }), expired]);
    } finally {
      clearTimeout(this.#timer);
      this.#expire = undefined;
    }
  }

  async outside<T>(work: () => PromiseLike<T>): Promise<T> {
    this.#outside++;
    clearTimeout(this.#timer);
    try {
      return await work();
    } finally {
      this.#outside--;
      this.#start();
    }
  }

  #start(): void {
    const ms = this.#ms;
    if (ms === false || this.#outside > 0 || !this.#expire) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#expire?.(new DeadlineExceeded(ms)), Math.min(ms, maxTimerMs));
  }
}
