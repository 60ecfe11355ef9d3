import { link, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { failure, refusal } from '../refusal.ts';
import { quoted } from './check-path.ts';
import { conflict } from './write-entry.ts';
import { createKeeper } from './handles.ts';
import { isCode, openEntry } from './open-entry.ts';
import { isElsewhere } from './walk-entries.ts';
import { folderAt, type Folder, missing, type Place, type Walk, walkPath } from './walk-path.ts';

/** Moves what a path names, a link itself included. */
export async function moveEntry(walk: Walk, from: string, to: string, overwrite: boolean): Promise<void> {
  const source = await existing(walk, from);
  const target = await walkPath(walk, to, { makeFolders: true, keepLink: true });
  const parent = inRoot(target, to);
  if (target.entry && (!overwrite || target.entry.kind === 'folder')) {
    throw conflict(
      to,
      'There is something of that name already',
      'Name the new path whole, with the file name, or choose another name',
    );
  }
  if (source.kind === 'folder') await checkStaysClosed(walk, folderAt(source.place), target.names);
  const path = `${source.parent.base}/${source.name}`;
  const goal = `${parent.base}/${target.name}`;
  if (overwrite || source.kind === 'folder') {
    await rename(path, goal);
    return;
  }
  // A rename would replace what has come there meanwhile; a second name is made only where nothing is.
  try {
    await link(path, goal);
  } catch (error) {
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP')) throw error;
    await rename(path, goal);
    return;
  }
  await unlink(path);
}

/** A rule may name a path: what it closes must not be opened by moving a folder on that path. */
async function checkStaysClosed(walk: Walk, folder: Folder, to: readonly string[]): Promise<void> {
  if (walk.ignoresNothing) return;
  for (const entry of await readdir(folder.base, { recursive: true })) {
    const path = [...folder.names, entry].join('/');
    if (!walk.isIgnored(path) || walk.isIgnored([...to, entry].join('/'))) continue;
    throw refusal(
      `The folder ${quoted(folder.names.join('/'))} was not moved`,
      `It holds ${quoted(path)}, which stays closed`,
    );
  }
}

/** Removes what a path names, a link itself included, and says how many things that were. */
export async function removeEntry(walk: Walk, path: string, recursive: boolean): Promise<number> {
  const { parent, name, kind, place } = await existing(walk, path);
  if (kind !== 'folder') {
    await unlink(`${parent.base}/${name}`);
    return 1;
  }
  if (recursive) return removeFolder(walk, parent, name, place);
  try {
    await rmdir(`${parent.base}/${name}`);
    return 1;
  } catch (error) {
    if (!isCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    throw failure('conflict', {
      what: `The folder ${quoted(path)} was not removed`,
      evidence: 'It is not empty',
      fix: 'Say that it is to be removed with all that it holds, if that is meant',
    });
  }
}

async function removeFolder(walk: Walk, parent: Folder, name: string, place: Place): Promise<number> {
  const folder = folderAt(place);
  let removed = 0;
  for (const child of await readdir(folder.base)) {
    const names = [...folder.names, child];
    const path = names.join('/');
    const held = createKeeper();
    try {
      const entry = await openEntry({ ...walk, keep: held.keep }, folder.base, child);
      if (!entry) continue;
      if (walk.isIgnored(path) || isElsewhere(walk, entry)) {
        throw refusal(
          `The folder ${quoted(folder.names.join('/'))} was not removed`,
          `It holds ${quoted(path)}, which stays closed`,
        );
      }
      if (entry.kind === 'folder')
        removed += await removeFolder(walk, folder, child, { name: child, names, entry });
      else {
        await unlink(`${folder.base}/${child}`);
        removed++;
      }
    } finally {
      await held.close();
    }
  }
  await rmdir(`${parent.base}/${name}`);
  return removed + 1;
}

interface Existing {
  readonly parent: Folder;
  readonly name: string;
  readonly kind: string;
  readonly place: Place;
}

async function existing(walk: Walk, path: string): Promise<Existing> {
  const place = await walkPath(walk, path, { keepLink: true });
  const parent = inRoot(place, path);
  if (place.entry) return { parent, name: place.name, kind: place.entry.kind, place };
  throw await missing(walk, parent, path);
}

function inRoot({ parent }: Place, path: string): Folder {
  if (parent) return parent;
  throw refusal(
    `${quoted(path)} cannot be moved or removed`,
    'It is the folder itself',
    'Name something in it',
  );
}
