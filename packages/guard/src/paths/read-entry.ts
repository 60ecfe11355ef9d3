import { type BigIntStats, constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { failure, refusal } from '../refusal.ts';
import { quoted } from './check-path.ts';
import { type Entry, isSame, type Opener } from './open-entry.ts';

const kinds = { folder: 'a folder', link: 'a link', other: 'a device, a pipe or a socket' } as const;

/** The bytes of a file that is held on to. Rejects with `permission` for devices and the like, `invalid-input` for what is too large. */
export async function readEntry(
  opener: Opener,
  entry: Entry,
  path: string,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; stats: BigIntStats }> {
  checkFile(entry, path);
  // A pipe that has taken its place meanwhile is not waited for.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (opener.byDescriptor ? 0 : constants.O_NOFOLLOW);
  const handle = opener.keep(await open(entry.path, flags));
  const stats = await handle.stat({ bigint: true });
  if (!isSame(stats, entry.stats) || !stats.isFile()) {
    throw failure('conflict', {
      what: `${quoted(path)} cannot be read`,
      evidence: 'It was replaced meanwhile',
      fix: 'Try again',
    });
  }
  if (stats.size > maxBytes) throw tooLarge(path, stats.size, maxBytes);
  const bytes = Buffer.alloc(Math.min(Number(stats.size), maxBytes) + 1);
  let length = 0;
  // A file that grows while it is read ends where it ended when it was opened.
  for (let read = -1; read !== 0 && length < bytes.length; length += read) {
    read = (await handle.read(bytes, length, bytes.length - length, length)).bytesRead;
  }
  return { bytes: bytes.subarray(0, Math.min(length, bytes.length - 1)), stats };
}

export function checkFile({ kind }: Entry, path: string): void {
  if (kind === 'file') return;
  const what = `${quoted(path)} is no file`;
  const evidence = `It is ${kinds[kind]}`;
  throw kind === 'folder'
    ? failure('invalid-input', { what, evidence, fix: 'Name a file in it' })
    : refusal(what, evidence);
}

function tooLarge(path: string, size: bigint, maxBytes: number): Error {
  return failure('invalid-input', {
    what: `${quoted(path)} is too large`,
    evidence: `It has ${size} bytes, more than ${maxBytes}`,
    fix: 'Search in it, or work on a part of it with other tools',
  });
}
