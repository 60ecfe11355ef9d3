import { type BigIntStats, constants, existsSync } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Keep } from './handles.ts';
import { mountOf } from './mounts.ts';

export type EntryKind = 'file' | 'folder' | 'link' | 'other';

/** Something that a folder holds, held on to: `path` leads to this very thing, whatever is renamed or replaced meanwhile. */
export interface Entry {
  readonly kind: EntryKind;
  readonly stats: BigIntStats;
  readonly path: string;
  /** Its name as the file system writes it. */
  readonly name: string;
  readonly mount?: string | undefined;
}

/** How entries are opened in one operation. */
export interface Opener {
  readonly keep: Keep;
  /** False: by their paths, where the system has no folder of open files. Then a race can be noticed but not excluded. */
  readonly byDescriptor: boolean;
  /** Tells mounts apart; costs a read per entry. */
  readonly withMount: boolean;
}

/** Opens a name itself, neither its content nor what it links to. Missing in Node's constants; the same number on all its Linux targets. */
const O_PATH = 0o10000000;

/** Whether `/proc/self/fd/N/name` may take the place of `openat`. */
export const hasDescriptors: boolean = process.platform === 'linux' && existsSync('/proc/self/fd');

/** Undefined when there is nothing of that name. A link is not followed, a device not opened. */
export async function openEntry(opener: Opener, base: string, name: string): Promise<Entry | undefined> {
  const path = name === '' ? base : `${base}/${name}`;
  try {
    return opener.byDescriptor ? await byDescriptor(opener, path, name) : await byPath(path, name);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function byDescriptor(opener: Opener, path: string, name: string): Promise<Entry> {
  const handle = opener.keep(await open(path, O_PATH | constants.O_NOFOLLOW));
  const stats = await handle.stat({ bigint: true });
  return {
    kind: kindOf(stats),
    stats,
    path: `/proc/self/fd/${handle.fd}`,
    name,
    ...(opener.withMount && { mount: await mountOf(handle.fd) }),
  };
}

async function byPath(path: string, name: string): Promise<Entry> {
  const stats = await lstat(path, { bigint: true });
  const kind = kindOf(stats);
  const real = kind === 'link' || name === '' ? name : basename(await realpath(path));
  return { kind, stats, path, name: real, mount: String(stats.dev) };
}

function kindOf(stats: BigIntStats): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

/** Whether two looks were at the same thing. */
export function isSame(one: BigIntStats, other: BigIntStats): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}

/** Whether an error of `node:fs` has one of these codes. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(String((error as { code?: unknown } | undefined)?.code));
}
