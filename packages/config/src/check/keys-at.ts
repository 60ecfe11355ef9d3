import type { JsonObject, JsonValue } from '@pegboard/core';
import { isPlainObject } from '../lib/is-plain-object.ts';
import type { Path } from '../lib/path.ts';

/** The keys that a JSON Schema knows for the object at `path`, whichever alternative it is. */
export function keysAt(schema: JsonObject, path: Path): readonly string[] {
  let nodes = alternatives(schema);
  for (const step of path) {
    nodes = nodes.flatMap((node) => alternatives(memberOf(node, step)));
  }
  return nodes.flatMap((node) => (isPlainObject(node['properties']) ? Object.keys(node['properties']) : []));
}

function memberOf(
  { properties, items, additionalProperties }: JsonObject,
  step: string | number,
): JsonValue | undefined {
  if (typeof step === 'number') return items;
  return (
    (isObject(properties) && Object.hasOwn(properties, step) ? properties[step] : undefined) ??
    additionalProperties
  );
}

function alternatives(node: JsonValue | undefined): readonly JsonObject[] {
  if (!isObject(node)) return [];
  const { anyOf } = node;
  return Array.isArray(anyOf) ? [node, ...anyOf.flatMap(alternatives)] : [node];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return isPlainObject(value);
}
