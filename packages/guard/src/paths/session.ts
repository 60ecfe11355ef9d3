import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '@pegboard/core';
import { refusal } from '../refusal.ts';
import { quoted } from './check-path.ts';
import { compileGlobs } from './compile-globs.ts';
import type { ConfineOptions } from './confined-folder.ts';
import { toFileError } from './file-error.ts';
import { createKeeper, type Keep } from './handles.ts';
import { mountsBelow } from './mounts.ts';
import { openEntry } from './open-entry.ts';
import { missing, notFound, type Place, type Walk, walkPath } from './walk-path.ts';

/** What all operations in one confined folder share. */
export interface Session {
  readonly root: string;
  readonly isIgnored: (path: string) => boolean;
  /** Runs one operation; what it opens is closed after it, what it throws is made presentable. */
  readonly within: <T>(path: string, work: (walk: Walk) => Promise<T>) => Promise<T>;
  /** The same for what changes something. */
  readonly change: <T>(path: string, work: (walk: Walk) => Promise<T>) => Promise<T>;
  /** The same for what comes one by one. */
  readonly each: <T>(path: string, work: (walk: Walk) => AsyncGenerator<T>) => AsyncGenerator<T>;
}

/** Throws `ConfigError` when the root is no folder. */
export function createSession(root: string, options: ConfineOptions, byDescriptor: boolean): Session {
  const real = realRoot(root);
  const { ignore = [], readOnly = false, crossMounts = false, aliases = [] } = options;
  // What is in a closed folder is closed as well.
  const isListed = compileGlobs(
    ignore.flatMap((pattern) => [pattern, below(pattern)]),
    { fold: true },
  );
  const isIgnored = (path: string): boolean => ignore.length > 0 && isListed(path);
  const roots = [
    ...new Set([real, resolve(root), ...aliases.map((alias) => alias.replace(/(?<=.)\/+$/, ''))]),
  ];

  async function open(keep: Keep): Promise<Walk> {
    const withMount = byDescriptor && !crossMounts && (await mountsBelow(real)).length > 0;
    const opener = { keep, byDescriptor, withMount };
    const entry = await openEntry(opener, real, '');
    if (!entry) throw notFound(real, 'The root itself was removed', 'Make it again');
    return { ...opener, root: entry, roots, isIgnored, ignoresNothing: ignore.length === 0, crossMounts };
  }

  const session: Session = {
    root: real,
    isIgnored,
    async within(path, work) {
      const { keep, close } = createKeeper();
      try {
        return await work(await open(keep));
      } catch (error) {
        throw toFileError(path, error);
      } finally {
        await close();
      }
    },
    change: (path, work) =>
      session.within(path, (walk) => {
        if (!readOnly) return work(walk);
        throw refusal(`${quoted(path)} was not changed`, 'The folder is read-only');
      }),
    async *each(path, work) {
      const { keep, close } = createKeeper();
      try {
        yield* work(await open(keep));
      } catch (error) {
        throw toFileError(path, error);
      } finally {
        await close();
      }
    },
  };
  return session;
}

/** A place with something in it. */
export type Found = Place & Required<Pick<Place, 'entry'>>;

export async function findPlace(walk: Walk, path: string): Promise<Found> {
  const place = await walkPath(walk, path);
  const { entry, parent } = place;
  if (entry) return { ...place, entry };
  throw await missing(walk, parent ?? { base: walk.root.path, names: [] }, path);
}

function realRoot(root: string): string {
  try {
    const real = realpathSync.native(root);
    if (statSync(real).isDirectory()) return real;
  } catch (cause) {
    throw unusable(root, 'It does not exist', cause);
  }
  throw unusable(root, 'It is no folder');
}

function unusable(root: string, evidence: string, cause?: unknown): ConfigError {
  return new ConfigError({
    what: `The root ${quoted(root)} cannot be used`,
    evidence,
    fix: 'Pass the path of a folder, and make it first',
    cause,
  });
}

function below(pattern: string): string {
  const folder = pattern.replace(/\/$/, '');
  return folder.includes('/') ? `${folder}/**` : `**/${folder}/**`;
}
