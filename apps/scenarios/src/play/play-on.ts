import { assert } from 'vitest';
import type { Host } from '../host/open-host.ts';

/** A refused request is why a conversation failed, so it is told first. */
export async function playOn(hosts: readonly Host[], act: () => Promise<void>): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  try {
    await act();
  } catch (error) {
    failure = { error };
  }
  const problems = hosts.flatMap((host) => host.problems);
  if (problems.length > 0) throw new TypeError(problems.join('\n\n'), { cause: failure?.error });
  if (failure) throw failure.error;
  for (const { left } of hosts) assert(left === 0, `${left} answers of the script were never asked for`);
}
