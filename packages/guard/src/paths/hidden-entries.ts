import { lstat, readdir } from 'node:fs/promises';
import { failure } from '../refusal.ts';
import type { EntryKind } from './open-entry.ts';
import { mountsBelow } from './mounts.ts';
import type { Walk } from './walk-path.ts';

export interface HiddenEntry {
  /** Real and absolute. */
  readonly path: string;
  readonly kind: EntryKind;
}

/** Things to look through before it is no longer worth a call's time. */
const maxLooked = 200_000;

/** What stays closed, and other file systems. Looks into closed folders no further. */
export async function hiddenEntries(
  walk: Walk,
  root: string,
  signal?: AbortSignal,
): Promise<readonly HiddenEntry[]> {
  const mounts = walk.crossMounts ? [] : await mountsBelow(root);
  const hidden: HiddenEntry[] = await Promise.all(
    mounts.map(async (path) => ({ path, kind: kindOf(await lstat(path)) })),
  );
  if (walk.ignoresNothing) return hidden;
  let looked = 0;
  const open = [''];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    signal?.throwIfAborted();
    const entries = await readdir(`${root}/${folder}`, { withFileTypes: true }).catch(() => []);
    looked += entries.length;
    if (looked > maxLooked) throw tooMany();
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const kind = kindOf(entry);
      if (walk.isIgnored(path)) hidden.push({ path: `${root}/${path}`, kind });
      else if (kind === 'folder') open.push(path);
    }
  }
  return hidden;
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

function tooMany(): Error {
  return failure('conflict', {
    what: 'What stays closed cannot be hidden',
    evidence: `There are more than ${maxLooked} files to look through`,
    fix: 'Use a smaller root, or pass ignore: [] if nothing in it is closed',
  });
}
