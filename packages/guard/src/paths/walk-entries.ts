import { readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import type { EntryWalkOptions, WalkedEntry } from './confined-folder.ts';
import { entryInfo } from './entry-info.ts';
import { toFileError } from './file-error.ts';
import { createKeeper } from './handles.ts';
import { type Entry, openEntry } from './open-entry.ts';
import { readEntry } from './read-entry.ts';
import type { Folder, Walk } from './walk-path.ts';

/** Deeper trees are cut off, so that no more files are open than a process may have. */
const maxDepth = 100;

export const defaultMaxBytes = 10_000_000;

/** What is below a folder, closed things left out. Each folder is held open while it is looked through. */
export async function* walkEntries(
  walk: Walk,
  folder: Folder,
  options: EntryWalkOptions,
): AsyncGenerator<WalkedEntry> {
  const { depth = maxDepth, skip, signal } = options;
  for (const name of (await readdir(folder.base)).toSorted()) {
    signal?.throwIfAborted();
    const names = [...folder.names, name];
    const path = names.join('/');
    if (walk.isIgnored(path)) continue;
    const held = createKeeper();
    const inner = { ...walk, keep: held.keep };
    try {
      const entry = await openEntry(inner, folder.base, name).catch(() => undefined);
      if (!entry || isElsewhere(walk, entry)) continue;
      yield walked(inner, entry, names);
      if (entry.kind !== 'folder' || depth <= 1 || names.length >= maxDepth || skip?.(path)) continue;
      yield* readable(walkEntries(walk, { base: entry.path, names }, { ...options, depth: depth - 1 }));
    } finally {
      await held.close();
    }
  }
}

/** Another file system, which does not count as inside. */
export function isElsewhere(walk: Walk, entry: Entry): boolean {
  return !walk.crossMounts && entry.kind !== 'link' && entry.mount !== walk.root.mount;
}

/** A folder that may not be looked into is named, and that is all. */
async function* readable(entries: AsyncGenerator<WalkedEntry>): AsyncGenerator<WalkedEntry> {
  try {
    yield* entries;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // aborts have a number here
    if (code !== 'EACCES' && code !== 'ENOENT') throw error;
  }
}

function walked(walk: Walk, entry: Entry, names: readonly string[]): WalkedEntry {
  const info = entryInfo(names, entry.kind, entry.stats);
  return {
    ...info,
    read: async ({ maxBytes = defaultMaxBytes } = {}) => {
      const held = createKeeper();
      try {
        return (await readEntry({ ...walk, keep: held.keep }, entry, info.path, maxBytes)).bytes;
      } catch (error) {
        throw toFileError(posix.basename(info.path), error);
      } finally {
        await held.close();
      }
    },
  };
}
