import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { failure } from '../refusal.ts';
import { type EntryKind, isCode } from './open-entry.ts';
import { mountsBelow } from './mounts.ts';
import type { Walk } from './walk-path.ts';

export interface HiddenEntry {
  /** Real and absolute. */
  readonly path: string;
  readonly kind: EntryKind;
}

/** Things to look through before it is no longer worth a call's time. */
const maxLooked = 1_000_000;
const atOnce = 32;

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
  let open = [''];
  while (open.length > 0) {
    signal?.throwIfAborted();
    const batch = open.splice(-atOnce);
    const found = await Promise.all(batch.map((folder) => lookInto(walk, root, folder)));
    looked += found.reduce((sum, { count }) => sum + count, 0);
    if (looked > maxLooked) throw tooMany();
    hidden.push(...found.flatMap((one) => one.hidden));
    open = open.concat(found.flatMap(({ folders }) => folders));
  }
  return hidden;
}

interface Looked {
  readonly count: number;
  readonly hidden: readonly HiddenEntry[];
  readonly folders: readonly string[];
}

async function lookInto(walk: Walk, root: string, folder: string): Promise<Looked> {
  const real = `${root}/${folder}`;
  let entries: Dirent[];
  try {
    entries = await readdir(real, { withFileTypes: true });
  } catch (error) {
    // A program might open what cannot be looked into now.
    const hidden: HiddenEntry[] = isCode(error, 'ENOENT', 'ENOTDIR') ? [] : [{ path: real, kind: 'folder' }];
    return { count: 1, hidden, folders: [] };
  }
  const hidden: HiddenEntry[] = [];
  const folders: string[] = [];
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const kind = kindOf(entry);
    if (walk.isIgnored(path)) hidden.push({ path: `${root}/${path}`, kind });
    else if (kind === 'folder') folders.push(path);
  }
  return { count: entries.length, hidden, folders };
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
