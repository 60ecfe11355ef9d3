import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { JsonSchema } from '../../contracts/standard-schema.ts';
import { isJsonObject } from '../../lib/json.ts';
import { childNode, resolveRef } from '../schema-node.ts';
import { listOf, ownValue, typesOf } from './edit-node.ts';
import { commonTypes } from './merge-nodes.ts';

/** True where it is certain that no value fits two of the schemas: by their types, their values, or a member that tells them apart. */
export function areDisjoint(schemas: readonly JsonValue[], root: JsonSchema): boolean {
  if (schemas.length > 100) return false;
  const nodes = schemas.map((schema) => (isJsonObject(schema) ? resolveRef(schema, root) : undefined));
  return nodes.every((node, index) =>
    nodes
      .slice(index + 1)
      .every((other) => node !== undefined && other !== undefined && differ(node, other, root)),
  );
}

function differ(a: JsonObject, b: JsonObject, root: JsonSchema): boolean {
  const [types, others] = [typesOf(a), typesOf(b)];
  if (types.length > 0 && others.length > 0 && commonTypes(types, others).length === 0) return true;
  if (noneInCommon(a, b)) return true;
  if (a['type'] !== 'object' || b['type'] !== 'object') return false;
  return listOf(a['required']).some((name) => {
    if (typeof name !== 'string' || !listOf(b['required']).includes(name)) return false;
    const [mine, theirs] = [a, b].map((node) => childNode(childNode(node, 'properties') ?? {}, name));
    return mine && theirs && noneInCommon(resolveRef(mine, root), resolveRef(theirs, root));
  });
}

function noneInCommon(a: JsonObject, b: JsonObject): boolean {
  const [mine, theirs] = [scalars(a), scalars(b)];
  return mine.length > 0 && theirs.length > 0 && !mine.some((value) => theirs.includes(value));
}

/** The values of `const` or `enum`; empty where one is no scalar. */
function scalars(node: JsonObject): readonly JsonValue[] {
  const value = ownValue(node, 'const');
  const values = value === undefined ? listOf(node['enum']) : [value];
  return values.some((each) => typeof each === 'object' && each !== null) ? [] : values;
}
