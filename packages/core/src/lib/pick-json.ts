import type { JsonValue } from '../contracts/json.ts';

/** What stands at a path of member names and positions; undefined where there is nothing. Looks at no prototype. */
export function pickJson(
  value: JsonValue | undefined,
  ...path: readonly (string | number)[]
): JsonValue | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    // A list by position and an object by name read the same.
    found = (found as { readonly [name in string | number]?: JsonValue })[key];
  }
  return found;
}
