import type { JsonValue } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { nearest } from '../lib/nearest.ts';
import { declaredKeys, nodesAlong, nodesBelow } from './coerce-nodes.ts';
import { formatPath, type PathSegment } from './issue-path.ts';

/** A key that the schema neither declares nor rules out. */
export interface StrangeKey {
  readonly path: string;
  readonly key: string;
  /** The declared name that was probably meant. */
  readonly nearest?: string;
}

const closing = ['additionalProperties', 'unevaluatedProperties', 'patternProperties', 'propertyNames'];
const most = 20;

/** Keys that an object schema which says nothing about other keys does not declare; at most 20. */
export function strangeKeys(value: JsonValue, schema: JsonSchema): readonly StrangeKey[] {
  const found: StrangeKey[] = [];
  const visit = (
    part: JsonValue | undefined,
    nodes: readonly JsonSchema[],
    path: readonly PathSegment[],
  ): void => {
    if (nodes.length === 0 || found.length >= most) return;
    if (isJsonObject(part)) {
      const strangers = strangersOf(part, nodes);
      for (const key of strangers.keys) found.push(strange(key, strangers.known, path));
      for (const key of Object.keys(part)) visit(part[key], nodesBelow(nodes, key, schema), [...path, key]);
    } else if (Array.isArray(part)) {
      part.forEach((item: JsonValue, index) =>
        visit(item, nodesBelow(nodes, index, schema), [...path, index]),
      );
    }
  };
  visit(value, nodesAlong(schema, []), []);
  return found.slice(0, most);
}

function strangersOf(
  object: Readonly<Record<string, unknown>>,
  nodes: readonly JsonSchema[],
): { readonly keys: readonly string[]; readonly known: readonly string[] } {
  const known = declaredKeys(nodes);
  const isSaid = known.size === 0 || nodes.some((node) => closing.some((word) => Object.hasOwn(node, word)));
  return { keys: isSaid ? [] : Object.keys(object).filter((key) => !known.has(key)), known: [...known] };
}

function strange(key: string, known: readonly string[], path: readonly PathSegment[]): StrangeKey {
  const near = nearest(key, known);
  return { path: formatPath([...path, key]), key, ...(near !== undefined && { nearest: near }) };
}
