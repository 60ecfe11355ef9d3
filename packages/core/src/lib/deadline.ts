import { type Deadline, deadlinesOf, maxTimerMs } from './deadlines.ts';

/** Thrown by `withDeadline` when time is up. Callers turn it into their own error. */
export class DeadlineExceeded extends Error {
  readonly ms: number;

  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
    this.name = 'DeadlineExceeded';
    this.ms = ms;
  }
}

export interface DeadlineOptions {
  /** Milliseconds; `false`: none. */
  readonly ms: number | false;
  readonly signal?: AbortSignal | undefined;
  /** Called at the deadline, before the rejection: the place to abort what still runs. */
  readonly onDeadline?: (error: DeadlineExceeded) => void;
}

/**
 * Settles as `work()` does, or rejects first with the signal's reason, with `DeadlineExceeded`, or with what the work hands to `fail`.
 * What settles later is ignored and makes no unhandled rejection. Synchronous code cannot be pre-empted.
 */
export function withDeadline<T>(
  work: (fail: (error: unknown) => void) => PromiseLike<T> | T,
  options: DeadlineOptions,
): Promise<T> {
  const { ms, signal } = options;
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const deadlines = deadlinesOf(signal);
    const deadline: Deadline = {
      expire: () => {
        const error = new DeadlineExceeded(Number(ms));
        options.onDeadline?.(error);
        reject(error);
      },
      abort: reject,
    };
    const fail = (error: unknown): void => {
      deadlines.end(deadline);
      reject(error);
    };
    let result: PromiseLike<T> | T;
    try {
      result = work(fail);
    } catch (error) {
      return reject(error);
    }
    if (!isPromiseLike(result)) return resolve(result);
    // The work itself may have aborted.
    if (signal?.aborted) reject(signal.reason);
    else deadlines.begin(deadline, ms);
    result.then((value) => {
      deadlines.end(deadline);
      resolve(value);
    }, fail);
  });
}

export function isPromiseLike<T>(value: PromiseLike<T> | T): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<T>).then === 'function';
}

/** Resolves after `ms` milliseconds, or rejects at once with the signal's reason. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.min(ms, maxTimerMs),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
