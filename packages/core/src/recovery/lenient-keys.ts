import { declaredKeys, nodesAlong } from '../schema/coerce-nodes.ts';
import { nextSolid } from './lenient-blanks.ts';
import { pathOf, type Source } from './lenient-source.ts';

const longestKey = 100;
const pairs = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['‘', '’'],
  ['`', '`'],
]);

/** The quoted key that stands at `at` with its colon; undefined when something else does. */
export function keyAhead(source: Source, at: number): string | undefined {
  const { text } = source;
  const closer = pairs.get(text[at] ?? '');
  if (closer === undefined) return undefined;
  const window = text.slice(at + 1, at + 2 + longestKey);
  const length = window.indexOf(closer);
  source.steps += length === -1 ? window.length : length;
  if (length <= 0) return undefined;
  const key = window.slice(0, length);
  if (/[\n\\]/.test(key)) return undefined;
  return text[nextSolid(source, at + length + 2)] === ':' ? key : undefined;
}

/** The names that the schema declares for the innermost object, or for one further out. */
export function knownKeysHere(source: Source, depth = source.frames.length): ReadonlySet<string> {
  if (source.schema === undefined) return new Set();
  return declaredKeys(nodesAlong(source.schema, pathOf(source).slice(0, depth - 1)));
}
