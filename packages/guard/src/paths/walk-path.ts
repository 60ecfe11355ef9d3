import { mkdir, readdir, readlink } from 'node:fs/promises';
import { failure, refusal } from '../refusal.ts';
import { checkPath, quoted } from './check-path.ts';
import { type Entry, isCode, openEntry, type Opener } from './open-entry.ts';

/** A folder that was walked into. */
export interface Folder {
  readonly base: string;
  readonly names: readonly string[];
}

/** Where a path leads. Its parent is open, so that operations by `parent.base` and `name` stay in the root. */
export interface Place {
  /** Absent: it is the root. */
  readonly parent?: Folder;
  readonly name: string;
  /** From the root, with links resolved. */
  readonly names: readonly string[];
  /** Absent: there is nothing of that name yet. */
  readonly entry?: Entry;
}

/** One operation in a confined folder. */
export interface Walk extends Opener {
  readonly root: Entry;
  /** What absolute paths may begin with. */
  readonly roots: readonly string[];
  readonly isIgnored: (path: string) => boolean;
  readonly ignoresNothing: boolean;
  /** Whether other file systems that are mounted below the root count as inside. */
  readonly crossMounts: boolean;
}

export interface WalkOptions {
  readonly makeFolders?: boolean;
  /** Stops at a link that the path ends with. */
  readonly keepLink?: boolean;
}

const maxLinks = 40;

/**
 * Follows a path name by name, so that no link, mount or `..` leads out of the root, also while somebody else changes what is there.
 * Rejects with `permission`, `not-found` or `invalid-input`.
 */
export async function walkPath(walk: Walk, path: string, options: WalkOptions = {}): Promise<Place> {
  const stack: Place[] = [{ name: '', names: [], entry: walk.root }];
  let queue = [...checkPath(path, walk.roots)];
  let links = 0;
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const top = stack.at(-1);
    if (!top) break;
    if (name === '..') {
      if (!stack.pop()?.parent) throw leaves(path);
      continue;
    }
    const isLast = queue.length === 0;
    const place = await enter(walk, top, name, path);
    if (place.entry?.kind === 'link' && !(isLast && options.keepLink)) {
      if (++links > maxLinks)
        throw refusal(`The path ${quoted(path)} cannot be followed`, 'Its links lead in a circle');
      const target = await targetOf(walk, place, path);
      if (target.isAbsolute) stack.length = 1;
      queue = [...target.names, ...queue];
    } else if (place.entry?.kind === 'folder') stack.push(place);
    else if (isLast) return place;
    else if (place.entry) throw notFound(path, `${quoted(place.names.join('/'))} is no folder`);
    else if (options.makeFolders) stack.push(await makeFolder(walk, place, path));
    else throw await missing(walk, folderAt(top), path);
  }
  const place = stack.at(-1);
  if (!place) throw leaves(path);
  return place;
}

/** The folder that a place is, to work in. */
export function folderAt({ entry, names }: Place): Folder {
  return { base: entry?.path ?? '', names };
}

async function enter(walk: Walk, top: Place, given: string, path: string): Promise<Place> {
  const parent = folderAt(top);
  checkVisible(walk, [...parent.names, given], path);
  const entry = (await openEntry(walk, parent.base, given)) ?? (await openTwin(walk, parent, given));
  const name = entry?.name ?? given;
  const names = [...parent.names, name];
  if (name !== given) checkVisible(walk, names, path);
  if (entry && !walk.crossMounts && entry.kind !== 'link' && entry.mount !== walk.root.mount) {
    throw refusal(
      `The path ${quoted(path)} is outside of the folder`,
      `Another file system is mounted at ${quoted(names.join('/'))}`,
    );
  }
  return { parent, name, names, ...(entry && { entry }) };
}

/** Composed and decomposed letters look the same to whoever writes a path, so the one name that differs in nothing else is meant. */
async function openTwin(walk: Walk, { base }: Folder, name: string): Promise<Entry | undefined> {
  if (!/[^\0-\x7f]/.test(name)) return undefined;
  const wanted = name.normalize('NFC');
  const twins = (await readdir(base)).filter((other) => other.normalize('NFC') === wanted);
  const [twin] = twins;
  return twins.length === 1 && twin !== undefined ? openEntry(walk, base, twin) : undefined;
}

interface Target {
  readonly isAbsolute: boolean;
  readonly names: readonly string[];
}

async function targetOf({ roots }: Walk, { parent, name }: Place, path: string): Promise<Target> {
  const text = await readlink(`${parent?.base}/${name}`);
  const isAbsolute = text.startsWith('/');
  const root = roots.find((start) => text === start || text.startsWith(`${start}/`));
  if (isAbsolute && root === undefined) {
    throw refusal(`The path ${quoted(path)} is outside of the folder`, 'A link in it leads out');
  }
  const inside = root === undefined ? text : text.slice(root.length);
  return { isAbsolute, names: inside.split('/').filter((part) => part !== '' && part !== '.') };
}

async function makeFolder(walk: Walk, place: Place, path: string): Promise<Place> {
  const { parent, name } = place;
  try {
    await mkdir(`${parent?.base}/${name}`);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  const entry = await openEntry(walk, parent?.base ?? '', name);
  if (entry?.kind !== 'folder') throw notFound(path, `${quoted(place.names.join('/'))} is no folder`);
  return { ...place, entry };
}

function checkVisible({ isIgnored }: Walk, names: readonly string[], path: string): void {
  if (!isIgnored(names.join('/'))) return;
  throw refusal(
    `The path ${quoted(path)} may not be used`,
    `${quoted(names.join('/'))} is on the list of what stays closed`,
    'Go on without it',
  );
}

function leaves(path: string): Error {
  return refusal(
    `The path ${quoted(path)} is outside of the folder`,
    'It leads above it',
    'Name a file inside',
  );
}

export function notFound(path: string, evidence: string, fix = 'Look with list_files what there is'): Error {
  return failure('not-found', { what: `There is no ${quoted(path)}`, evidence, fix });
}

/** Tells what there is in its place. */
export async function missing(walk: Walk, { base, names }: Folder, path: string): Promise<Error> {
  const others = (await readdir(base)).filter((name) => !walk.isIgnored([...names, name].join('/')));
  const shown = others.toSorted().slice(0, 12).map(quoted);
  const where = names.length === 0 ? 'The folder' : quoted(names.join('/'));
  return notFound(
    path,
    `${where} holds ${shown.join(', ') || 'nothing'}${others.length > shown.length ? ` and ${others.length - shown.length} more` : ''}`,
  );
}
