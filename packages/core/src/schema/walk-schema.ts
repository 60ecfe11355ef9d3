import type { JsonObject } from '../contracts/json.ts';
import { isJsonObject } from '../lib/json.ts';

const single = [
  'items',
  'additionalItems',
  'unevaluatedItems',
  'contains',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
];
const lists = ['prefixItems', 'allOf', 'anyOf', 'oneOf', 'items'];
const maps = ['$defs', 'definitions', 'properties', 'patternProperties', 'dependentSchemas'];

/** Calls `visit` with every schema node and its place (`#/properties/city`), parents first. Values such as `enum` are not entered. */
export function walkSchema(
  root: JsonObject,
  visit: (node: JsonObject, place: string) => void,
  place = '#',
): void {
  visit(root, place);
  const enter = (child: unknown, at: string): void => {
    if (isJsonObject(child)) walkSchema(child, visit, `${place}/${at}`);
  };
  for (const key of single) if (Object.hasOwn(root, key)) enter(root[key], key);
  for (const key of lists) {
    const children = Object.hasOwn(root, key) ? root[key] : undefined;
    if (Array.isArray(children)) children.forEach((child, index) => enter(child, `${key}/${index}`));
  }
  for (const key of maps) {
    const children = Object.hasOwn(root, key) ? root[key] : undefined;
    if (isJsonObject(children))
      for (const name of Object.keys(children)) enter(children[name], `${key}/${name}`);
  }
}
