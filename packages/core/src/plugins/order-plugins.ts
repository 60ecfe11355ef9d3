import type { Plugin } from '../contracts/plugin.ts';

export interface Ordered {
  readonly name: string;
  readonly plugin: Plugin;
}

export interface PluginOrdering<T> {
  readonly ordered: readonly T[];
  /** The names on each circle, among which the order of the list holds. */
  readonly circles: readonly (readonly string[])[];
}

/**
 * Puts each plugin after those that it says to come `after`, and before those that it says to come `before`, otherwise as in the list.
 * Names of plugins that are not there do not count.
 */
export function orderPlugins<T extends Ordered>(list: readonly T[]): PluginOrdering<T> {
  const earlier = earlierOf(list);
  const reached = new Map(list.map((one) => [one, reachable(one, earlier)]));
  const circling = (one: T, other: T): boolean =>
    reached.get(one)?.has(other) === true && reached.get(other)?.has(one) === true;
  const ordered = new Set<T>();
  const visit = (one: T): void => {
    if (ordered.has(one)) return;
    for (const other of list) if (earlier.get(one)?.has(other) && !circling(one, other)) visit(other);
    ordered.add(one);
  };
  for (const one of list) visit(one);
  const circles = list
    .map((one) => list.filter((other) => circling(one, other)))
    .filter(([first], index) => first !== undefined && first === list[index]);
  return { ordered: [...ordered], circles: circles.map((circle) => circle.map(({ name }) => name)) };
}

type Earlier<T> = ReadonlyMap<T, ReadonlySet<T>>;

function earlierOf<T extends Ordered>(list: readonly T[]): Earlier<T> {
  const earlier = new Map<T, Set<T>>(list.map((one) => [one, new Set()]));
  const others = (one: T, names: readonly string[] = []): readonly T[] =>
    list.filter(
      (other) => other !== one && (names.includes(other.name) || names.includes(other.plugin.name)),
    );
  for (const one of list) {
    const { before, after } = one.plugin.order ?? {};
    for (const other of others(one, after)) earlier.get(one)?.add(other);
    for (const other of others(one, before)) earlier.get(other)?.add(one);
  }
  return earlier;
}

/** All that must come before it, itself too where that goes in a circle. */
function reachable<T>(start: T, earlier: Earlier<T>): ReadonlySet<T> {
  const seen = new Set<T>();
  const open = [start];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const other of earlier.get(one) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
    }
  }
  return seen;
}
