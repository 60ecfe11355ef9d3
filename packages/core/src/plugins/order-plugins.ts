import type { Plugin } from '../contracts/plugin.ts';

export interface Ordered {
  readonly name: string;
  readonly plugin: Plugin;
}

export interface PluginOrdering<T> {
  readonly ordered: readonly T[];
  /** The names on each circle, which are left in the order of the list. */
  readonly circles: readonly (readonly string[])[];
}

/**
 * Puts each plugin after those that it says to come `after`, and before those that it says to come `before`, otherwise as in the list.
 * Names of plugins that are not there do not count.
 */
export function orderPlugins<T extends Ordered>(list: readonly T[]): PluginOrdering<T> {
  const earlier = new Map<T, Set<T>>(list.map((one) => [one, new Set()]));
  const named = (names: readonly string[] = []): readonly T[] =>
    list.filter(({ name, plugin }) => names.includes(name) || names.includes(plugin.name));
  for (const one of list) {
    const { before, after } = one.plugin.order ?? {};
    for (const other of named(after)) if (other !== one) earlier.get(one)?.add(other);
    for (const other of named(before)) if (other !== one) earlier.get(other)?.add(one);
  }
  const circles: (readonly string[])[] = [];
  const ordered: T[] = [];
  const path: T[] = [];
  const visit = (one: T): void => {
    if (ordered.includes(one)) return;
    const at = path.indexOf(one);
    if (at >= 0) return void circles.push(path.slice(at).map(({ name }) => name));
    path.push(one);
    for (const other of list) if (earlier.get(one)?.has(other)) visit(other);
    path.pop();
    ordered.push(one);
  };
  for (const one of list) visit(one);
  return { ordered, circles };
}
