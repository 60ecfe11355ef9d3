/** Where a value stands in a configuration. */
export type Path = readonly (string | number)[];

/** `agents.researcher.tools[2]`, as people write it. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w$-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** How many steps of a path lead somewhere in `value`. */
export function depthOf(value: unknown, path: Path): number {
  let current = value;
  for (const [depth, step] of path.entries()) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return depth;
    current = (current as Record<string | number, unknown>)[step];
  }
  return path.length;
}
