import { moveEntry, removeEntry } from './change-entries.ts';
import type { ConfinedFolder, ConfineOptions } from './confined-folder.ts';
import { entryInfo } from './entry-info.ts';
import { hiddenEntries } from './hidden-entries.ts';
import { hasDescriptors } from './open-entry.ts';
import { readEntry } from './read-entry.ts';
import { createSession, findPlace } from './session.ts';
import { defaultMaxBytes, walkEntries } from './walk-entries.ts';
import { folderAt, notFound, walkPath } from './walk-path.ts';
import { writeEntry } from './write-entry.ts';

/**
 * A folder and nothing else, for paths that a model writes. On Linux every step goes through an open folder, so that no link, rename or mount
 * leads out, not even between two steps. Elsewhere the result is checked after the fact: a process that replaces folders by links at that very
 * moment can be noticed, but not kept out. What a hard link shares with a file outside cannot be told anywhere.
 * Throws `ConfigError` when the root is no folder.
 */
export function confine(root: string, options: ConfineOptions = {}): ConfinedFolder {
  return confineBy(root, options, hasDescriptors);
}

/** `byDescriptor`: whether folders can be held on to. */
export function confineBy(root: string, options: ConfineOptions, byDescriptor: boolean): ConfinedFolder {
  const { within, change, each, ...session } = createSession(root, options, byDescriptor);
  return {
    ...session,
    readOnly: options.readOnly ?? false,
    info: (path) =>
      within(path, async (walk) => {
        const { entry, names } = await findPlace(walk, path);
        return entryInfo(names, entry.kind, entry.stats);
      }),
    read: (path, { maxBytes = defaultMaxBytes } = {}) =>
      within(path, async (walk) => {
        const { entry, names } = await findPlace(walk, path);
        const { bytes, stats } = await readEntry(walk, entry, path, maxBytes);
        return { bytes, info: entryInfo(names, 'file', stats) };
      }),
    write: (path, content, settings = {}) =>
      change(path, async (walk) => {
        const bytes = typeof content === 'string' ? Buffer.from(content) : content;
        const { names, stats, created } = await writeEntry(walk, path, bytes, settings);
        return { ...entryInfo(names, 'file', stats), created };
      }),
    walk: (path, settings = {}) =>
      each(path, async function* (walk) {
        const place = await findPlace(walk, path);
        if (place.entry.kind !== 'folder') throw notFound(path, 'It is no folder');
        yield* walkEntries(walk, folderAt(place), settings);
      }),
    makeFolder: (path) =>
      change(path, async (walk) => {
        // All folders before the last name are made, and that name never is.
        await walkPath(walk, `${path}/${crypto.randomUUID()}`, { makeFolders: true });
      }),
    move: (from, to, { overwrite = false } = {}) =>
      change(from, (walk) => moveEntry(walk, from, to, overwrite)),
    remove: (path, { recursive = false } = {}) =>
      change(path, async (walk) => ({ removed: await removeEntry(walk, path, recursive) })),
    hidden: (signal) => within('', (walk) => hiddenEntries(walk, session.root, signal)),
  };
}
