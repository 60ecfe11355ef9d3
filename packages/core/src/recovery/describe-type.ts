import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { childNode, childNodes, resolveRef } from '../schema/schema-node.ts';

const maxDepth = 5;

/** A schema node as a TypeScript type, with the bounds that a model should know: `integer 1..10`, `"a" | "b"`, `{ x: number }[]`. */
export function describeType(node: JsonSchema, root: JsonSchema, depth = 0): string {
  const here = resolveRef(node, root);
  if (depth > maxDepth) return 'any';
  if (Array.isArray(here['enum'])) return here['enum'].map((value) => JSON.stringify(value)).join(' | ');
  if (here['const'] !== undefined) return JSON.stringify(here['const']);
  const branches = [...childNodes(here, 'anyOf'), ...childNodes(here, 'oneOf')];
  if (branches.length > 0)
    return [...new Set(branches.map((branch) => describeType(branch, root, depth + 1)))].join(' | ');
  const { type } = here;
  if (Array.isArray(type)) return type.map((one) => ofType(String(one), here, root, depth)).join(' | ');
  return ofType(typeof type === 'string' ? type : 'any', here, root, depth);
}

function ofType(type: string, node: JsonSchema, root: JsonSchema, depth: number): string {
  if (type === 'array') return arrayType(node, root, depth);
  if (type === 'object') return objectType(node, root, depth);
  const format = typeof node['format'] === 'string' ? ` (${node['format']})` : '';
  return `${type}${format}${bounds(node)}`;
}

function arrayType(node: JsonSchema, root: JsonSchema, depth: number): string {
  const items = childNode(node, 'items');
  const item = items ? describeType(items, root, depth + 1) : 'any';
  return `${/[ |]/.test(item) && !item.startsWith('{') ? `(${item})` : item}[]`;
}

function objectType(node: JsonSchema, root: JsonSchema, depth: number): string {
  const properties = Object.entries(childNode(node, 'properties') ?? {});
  if (properties.length === 0) return 'object';
  const required = Array.isArray(node['required']) ? node['required'] : [];
  const members = properties.map(([key, child]) => {
    const type = isJsonObject(child) ? describeType(child, root, depth + 1) : 'any';
    return `${key}${required.includes(key) ? '' : '?'}: ${type}`;
  });
  return `{ ${members.join(', ')} }`;
}

function bounds(node: JsonSchema): string {
  const { minimum, maximum } = node;
  if (typeof minimum !== 'number' && typeof maximum !== 'number') return '';
  const low = typeof minimum === 'number' && minimum > Number.MIN_SAFE_INTEGER ? minimum : '';
  const high = typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? maximum : '';
  return low === '' && high === '' ? '' : ` ${low}..${high}`;
}
