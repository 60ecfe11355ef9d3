import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { allowedValues } from './describe-node.ts';
import { childNode, childNodes, resolveRef } from './schema-node.ts';

/**
 * Whether a value fits the plain part of a schema node: type, enum, const, bounds, members, alternatives.
 * It never refuses what the full validator accepts; it is used where that one cannot be waited for.
 */
export function fitsNode(node: JsonSchema, value: unknown, root: JsonSchema, depth = 0): boolean {
  const here = resolveRef(node, root);
  if (depth > 10) return true;
  const inner = (child: JsonSchema, member: unknown): boolean => fitsNode(child, member, root, depth + 1);
  const fitsOneOf = (key: string): boolean => {
    const branches = childNodes(here, key);
    const all = here[key];
    // A boolean branch is left to the full validator.
    if (!Array.isArray(all) || branches.length < all.length) return true;
    return branches.some((branch) => inner(branch, value));
  };
  return (
    fitsType(here['type'], value) &&
    fitsValues(here, value) &&
    fitsBounds(here, value) &&
    fitsOneOf('anyOf') &&
    fitsOneOf('oneOf') &&
    childNodes(here, 'allOf').every((part) => inner(part, value)) &&
    fitsMembers(here, value, inner)
  );
}

function fitsType(type: unknown, value: unknown): boolean {
  if (Array.isArray(type)) return type.some((one) => fitsType(one, value));
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === type;
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    default:
      return true;
  }
}

function fitsValues(node: JsonSchema, value: unknown): boolean {
  const allowed = allowedValues(node);
  if (allowed.length === 0) return true;
  if (allowed.some((one) => typeof one === 'object' && one !== null)) return true;
  return allowed.some((one) => one === value);
}

function fitsBounds(node: JsonSchema, value: unknown): boolean {
  const within = (size: number, low: string, high: string): boolean =>
    !(size < limit(node[low], -Infinity)) && !(size > limit(node[high], Infinity));
  if (typeof value === 'number') {
    return (
      within(value, 'minimum', 'maximum') &&
      !(value <= limit(node['exclusiveMinimum'], -Infinity)) &&
      !(value >= limit(node['exclusiveMaximum'], Infinity))
    );
  }
  if (typeof value === 'string') return within(Array.from(value).length, 'minLength', 'maxLength');
  return !Array.isArray(value) || within(value.length, 'minItems', 'maxItems');
}

function limit(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function fitsMembers(
  node: JsonSchema,
  value: unknown,
  inner: (child: JsonSchema, member: unknown) => boolean,
): boolean {
  if (Array.isArray(value)) {
    const items = childNode(node, 'items');
    const prefix = childNodes(node, 'prefixItems').length;
    return items === undefined || value.slice(prefix).every((item) => inner(items, item));
  }
  if (!isJsonObject(value)) return true;
  const required = Array.isArray(node['required']) ? node['required'] : [];
  const properties = childNode(node, 'properties') ?? {};
  return (
    required.every((name) => Object.hasOwn(value, String(name))) &&
    Object.entries(properties).every(
      ([name, child]) => !isJsonObject(child) || !Object.hasOwn(value, name) || inner(child, value[name]),
    )
  );
}
