import { ConfigError } from '@pegboard/core';
import { compareLock, type LockDifference } from './compare-lock.ts';
import { currentLock, type LockSource } from './current-lock.ts';
import { readLock, saveLock } from './lock-file.ts';

export interface WrittenLock {
  /** Absolute. */
  readonly path: string;
  /** How many tools it holds. */
  readonly tools: number;
  /** What has changed since the lock before; everything is new where there was none. */
  readonly differences: readonly LockDifference[];
}

/**
 * Writes the fingerprints of all tools to pegboard-lock.json, beside the configuration. Load with `overrides: { lock: 'off' }` for it, or
 * a lock that is enforced stands in its own way. Throws `ConfigError`, and writes nothing, when a server cannot be asked for its tools.
 */
export async function writeLock(pegboard: LockSource & { readonly folder: string }): Promise<WrittenLock> {
  const { folder } = pegboard;
  const { silent, ...current } = await currentLock(pegboard);
  const [first] = silent;
  if (first) {
    throw new ConfigError({
      what: `The tools of ${first.from} cannot be listed, so there is nothing to lock`,
      evidence: first.cause,
      fix: 'See to it that its server answers, or take it out of the configuration',
    });
  }
  // A lock that cannot be read is replaced.
  const before = await readLock(folder).catch(() => undefined);
  const path = await saveLock(folder, current);
  const differences = compareLock(before ?? { version: 1, tools: {} }, current);
  return { path, tools: Object.keys(current.tools).length, differences };
}
