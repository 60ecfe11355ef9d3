/** The most that timers take, about 25 days; beyond it they fire at once. */
export const maxTimerMs = 2_147_483_647;

/** Something that waits. When its time is up, or the signal aborts, it is told so, once. */
export interface Deadline {
  readonly expire: () => void;
  readonly abort: (reason: unknown) => void;
}

const shared: unique symbol = Symbol('deadlines');

type Shared = AbortSignal & { [shared]?: Deadlines };

/**
 * Makes everything that waits for a signal of ours share one listener and one timer: a run has hundreds, and to set and clear their own would
 * cost more than most tools do. They stay until the signal aborts.
 */
export function shareDeadlines(signal: Shared): void {
  signal[shared] = new Deadlines(signal, true);
}

/** For one deadline, or what the signal's share. */
export function deadlinesOf(signal: Shared | undefined): Deadlines {
  return signal?.[shared] ?? new Deadlines(signal, false);
}

/** Any number of deadlines with one timer, set for the first of them, and one listener. */
export class Deadlines {
  readonly #times = new Map<Deadline, number>();
  readonly #signal: AbortSignal | undefined;
  readonly #stays: boolean;
  #listens = false;
  #timer: (ReturnType<typeof setTimeout> & { ref?: () => void; unref?: () => void }) | undefined;
  #firesAt = Infinity;

  constructor(signal: AbortSignal | undefined, stays: boolean) {
    this.#signal = signal;
    this.#stays = stays;
  }

  /** `ms`: milliseconds from now, or `false` for no limit. The signal must not have aborted. */
  begin(deadline: Deadline, ms: number | false): void {
    if (!this.#listens) this.#signal?.addEventListener('abort', this.#onAbort);
    this.#listens = true;
    const at = ms === false ? Infinity : performance.now() + ms;
    this.#times.set(deadline, at);
    if (at < this.#firesAt) this.#setTimer(at);
    else if (at < Infinity) this.#timer?.ref?.();
  }

  end(deadline: Deadline): void {
    if (this.#times.delete(deadline)) this.#rest();
  }

  /** What waits next needs a timer and a listener again; until then the timer keeps no process alive. */
  #rest(): void {
    if (this.#times.size > 0) return;
    if (this.#stays && this.#timer?.unref) return void this.#timer.unref();
    this.#setTimer(Infinity);
    if (this.#stays) return;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#listens = false;
  }

  #setTimer(at: number): void {
    clearTimeout(this.#timer);
    this.#firesAt = at;
    this.#timer =
      at < Infinity ? setTimeout(this.#check, Math.min(at - performance.now(), maxTimerMs)) : undefined;
  }

  readonly #check = (): void => {
    // Timers may fire up to a millisecond early.
    const now = performance.now() + 1;
    this.#firesAt = Infinity;
    let next = Infinity;
    for (const [deadline, at] of this.#times) {
      if (at > now) next = Math.min(next, at);
      else if (this.#times.delete(deadline)) deadline.expire();
    }
    if (next < this.#firesAt) this.#setTimer(next);
    this.#rest();
  };

  readonly #onAbort = (): void => {
    this.#setTimer(Infinity);
    for (const deadline of this.#times.keys()) {
      this.#times.delete(deadline);
      deadline.abort(this.#signal?.reason);
    }
    this.#rest();
  };
}
