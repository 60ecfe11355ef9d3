import assert from 'node:assert/strict';

/** The outcome of a promise, which must come within `ms` milliseconds (default 5,000). */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

/** Waits for `promise`; fails, naming `what`, when it does not settle in time. */
export async function within<T>(what: string, promise: PromiseLike<T>, ms = 5000): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new assert.AssertionError({ message: `${what}: not settled after ${ms} ms` });
    timer = setTimeout(() => reject(error), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Like `within`, with a rejection as a value. */
export async function settle<T>(what: string, promise: PromiseLike<T>, ms?: number): Promise<Outcome<T>> {
  const outcome = promise.then(
    (value): Outcome<T> => ({ ok: true, value }),
    (error: unknown): Outcome<T> => ({ ok: false, error }),
  );
  return within(what, outcome, ms);
}

/** Passes when the promise rejects; gives what it rejected with. */
export async function rejection(what: string, promise: PromiseLike<unknown>, ms?: number): Promise<unknown> {
  const outcome = await settle(what, promise, ms);
  if (outcome.ok) assert.fail(`${what}: should reject, but resolved`);
  return outcome.error;
}
