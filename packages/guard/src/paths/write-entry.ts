import { type BigIntStats, constants } from 'node:fs';
import { link, open, realpath, rename, unlink } from 'node:fs/promises';
import { failure } from '../refusal.ts';
import { quoted } from './check-path.ts';
import type { WriteOptions } from './confined-folder.ts';
import { versionOf } from './entry-info.ts';
import { openEntry } from './open-entry.ts';
import { checkFile } from './read-entry.ts';
import { type Walk, walkPath } from './walk-path.ts';

/** Writes a whole file beside the old one, then puts it in its place. */
export async function writeEntry(
  walk: Walk,
  path: string,
  content: Uint8Array,
  options: WriteOptions,
): Promise<{ stats: BigIntStats; names: readonly string[]; created: boolean }> {
  const { overwrite = true, ifVersion, makeFolders = true } = options;
  const place = await walkPath(walk, path, { makeFolders });
  const { parent, name, entry, names } = place;
  if (entry) checkFile(entry, path);
  if (entry && !overwrite)
    throw conflict(path, 'There is a file of that name already', 'Edit it, or choose another name');
  checkVersion(path, entry?.stats, ifVersion);
  const base = parent?.base ?? '';
  const draft = `${base}/.${crypto.randomUUID()}.tmp`;
  try {
    const stats = await writeDraft(walk, draft, content, entry?.stats);
    if (ifVersion !== undefined) checkVersion(path, (await openEntry(walk, base, name))?.stats, ifVersion);
    // A link is made only where nothing is, which a rename cannot promise.
    if (overwrite) await rename(draft, `${base}/${name}`);
    else await link(draft, `${base}/${name}`);
    await confirm(walk, base, path);
    return { stats, names, created: !entry };
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

async function writeDraft(
  { keep }: Walk,
  draft: string,
  content: Uint8Array,
  old: BigIntStats | undefined,
): Promise<BigIntStats> {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  const handle = keep(await open(draft, flags, old ? 0o600 : 0o666));
  await handle.writeFile(content);
  if (old) {
    await handle.chown(Number(old.uid), Number(old.gid)).catch(() => undefined);
    // A new content is not what somebody trusted with the rights of the owner.
    await handle.chmod(Number(old.mode & 0o777n));
  }
  await handle.datasync();
  return handle.stat({ bigint: true });
}

/** Without descriptors somebody may have put a link in the place of a folder on the way. That cannot be undone, but it can be told. */
async function confirm(walk: Walk, base: string, path: string): Promise<void> {
  if (walk.byDescriptor || (await realpath(base).catch(() => '')) === base) return;
  throw conflict(path, 'A folder on its path was replaced while it was written', 'Look what there is');
}

function checkVersion(path: string, stats: BigIntStats | undefined, wanted: string | undefined): void {
  if (wanted === undefined || (stats && versionOf(stats) === wanted)) return;
  throw conflict(path, 'Somebody else has changed it since it was read', 'Read it again');
}

export function conflict(path: string, evidence: string, fix: string): Error {
  return failure('conflict', { what: `${quoted(path)} was not written`, evidence, fix });
}
