import type { Awaitable } from '../contracts/json.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPegboardError, PegboardError } from '../errors/pegboard-error.ts';
import { type DeadlineOptions, withDeadline } from '../lib/deadline.ts';

/** Asks a function that the user gave. What it throws, and that it took too long, becomes an error of code `hook` that names it. */
export async function askFunction<T>(
  name: string,
  work: () => Awaitable<T>,
  options: DeadlineOptions,
): Promise<T> {
  try {
    return await withDeadline(work, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (isPegboardError(error)) throw error;
    throw new PegboardError({
      code: 'hook',
      what: `${name} failed`,
      evidence: describeError(error),
      fix: 'Repair the function; its own error is the cause of this one',
      cause: error,
    });
  }
}
