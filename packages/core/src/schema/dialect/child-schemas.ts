import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { ownValue } from './edit-node.ts';

const single =
  'items additionalItems unevaluatedItems contains additionalProperties unevaluatedProperties propertyNames not if then else'.split(
    ' ',
  );
const lists = ['prefixItems', 'items', 'allOf', 'anyOf', 'oneOf'];
const maps = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'];

/** The schemas in a node that are objects, each with its JSON Pointer from the node. */
export function childSchemas(node: JsonObject): readonly (readonly [string, JsonObject])[] {
  const found: [string, JsonObject][] = [];
  const add = (pointer: string, value: JsonValue | undefined): void => {
    if (isJsonObject(value)) found.push([pointer, value]);
  };
  for (const key of single) add(`/${key}`, ownValue(node, key));
  for (const key of lists) {
    const list = ownValue(node, key);
    if (Array.isArray(list)) list.forEach((child, index) => add(`/${key}/${index}`, child));
  }
  for (const key of maps) {
    const map = ownValue(node, key);
    if (!isJsonObject(map)) continue;
    for (const [name, child] of Object.entries(map)) add(`/${key}/${pointerSegment(name)}`, child);
  }
  return found;
}

/** A name as one segment of a JSON Pointer in a URI fragment. */
export function pointerSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25');
}
