import { createHash } from 'node:crypto';

const longest = 64;

/**
 * Names under which the tools of a server are offered, by its own names: `prefix_name`, with what providers do not take replaced by `_`.
 * A name that is too long, or that another one has already, ends in a mark of its own instead. No two are the same.
 */
export function toolNames(
  own: readonly string[],
  prefix: string | undefined,
  taken: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const names = new Map<string, string>();
  const plain = (name: string): string => (prefix === undefined ? name : `${prefix}_${name}`);
  const isPlain = (name: string): boolean => safeName(plain(name)) === plain(name);
  // Names that can stay as they are come first, so that none of them is taken by a changed one.
  const ordered = [...own.filter(isPlain), ...own.filter((name) => !isPlain(name))];
  for (const name of ordered) {
    const safe = safeName(plain(name));
    const free = used.has(safe) || names.has(name) ? marked(safe, plain(name)) : safe;
    if (used.has(free) || names.has(name)) continue;
    used.add(free);
    names.set(name, free);
  }
  return names;
}

/** The name with a mark that tells it from all that look like it. */
export function marked(safe: string, whole: string): string {
  const mark = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  return `${safe.slice(0, longest - mark.length - 1)}_${mark}`;
}

function safeName(name: string): string {
  const safe = name.replace(/[^a-zA-Z0-9_-]+/g, '_').replace(/^(?=[0-9-])/, '_');
  return safe.length > longest ? marked(safe, name) : safe;
}
