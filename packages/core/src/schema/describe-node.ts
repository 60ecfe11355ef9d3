import type { JsonValue } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { listed, quote } from './describe-value.ts';
import { childNode, childNodes, resolveRef } from './schema-node.ts';

const mostValues = 12;

/** What a schema node asks for, in words: `integer from 1 to 10`, `one of "a", "b"`; undefined when it asks for nothing. */
export function describeNode(node: JsonSchema, root: JsonSchema, depth = 0): string | undefined {
  const here = resolveRef(node, root);
  if (Array.isArray(here['enum'])) return describeEnum(here['enum']);
  if (Object.hasOwn(here, 'const')) return quote(here['const']);
  const branches = [...childNodes(here, 'anyOf'), ...childNodes(here, 'oneOf')];
  if (branches.length > 0 && depth < 3) return describeEither(branches, root, depth);
  return describeType(here, root, depth);
}

/** What several nodes ask for, any of which will do. */
export function describeEither(
  nodes: readonly JsonSchema[],
  root: JsonSchema,
  depth = 0,
): string | undefined {
  const values = nodes.flatMap(allowedValues);
  if (values.length >= nodes.length && nodes.every((node) => allowedValues(node).length > 0)) {
    return describeEnum(values);
  }
  const texts = nodes.map((node) => describeNode(node, root, depth + 1)).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : [...new Set(texts)].join(' or ');
}

/** The values that `enum` or `const` allows; empty when neither is there. */
export function allowedValues(node: JsonSchema): readonly JsonValue[] {
  if (Array.isArray(node['enum'])) return node['enum'];
  const value = Object.hasOwn(node, 'const') ? node['const'] : undefined;
  return value === undefined ? [] : [value];
}

function describeEnum(values: readonly unknown[]): string {
  const texts = [...new Set(values.map(quote))];
  return texts.length === 1 ? (texts[0] ?? '') : `one of ${listed(texts, mostValues)}`;
}

function describeType(node: JsonSchema, root: JsonSchema, depth: number): string | undefined {
  const { type } = node;
  if (Array.isArray(type)) return type.join(' or ');
  if (typeof type !== 'string') return undefined;
  if (type === 'array') return `array${arrayDetails(node, root, depth)}`;
  if (type === 'object') return `object${objectDetails(node)}`;
  if (type === 'string') return `string${stringDetails(node)}`;
  return type === 'number' || type === 'integer' ? `${type}${numberDetails(node)}` : type;
}

function numberDetails(node: JsonSchema): string {
  const low = bound(node, 'minimum');
  const high = bound(node, 'maximum');
  const parts = [
    low !== undefined && high !== undefined ? `from ${low} to ${high}` : undefined,
    low !== undefined && high === undefined ? `of at least ${low}` : undefined,
    high !== undefined && low === undefined ? `of at most ${high}` : undefined,
    clause('above', bound(node, 'exclusiveMinimum')),
    clause('below', bound(node, 'exclusiveMaximum')),
    clause('in steps of', bound(node, 'multipleOf')),
  ];
  return joined(parts);
}

/** Libraries write the limits of safe integers out; they tell a reader nothing. */
function bound(node: JsonSchema, key: string): number | undefined {
  const value = node[key];
  return typeof value === 'number' && Math.abs(value) !== Number.MAX_SAFE_INTEGER ? value : undefined;
}

function stringDetails(node: JsonSchema): string {
  const { format, pattern } = node;
  return joined([
    clause('of', size(node, 'minLength', 'maxLength', 'characters')),
    typeof format === 'string' ? `in the format ${format}` : undefined,
    typeof pattern === 'string' && typeof format !== 'string'
      ? `that matches /${pattern.slice(0, 80)}/`
      : undefined,
  ]);
}

function arrayDetails(node: JsonSchema, root: JsonSchema, depth: number): string {
  const items = childNode(node, 'items');
  const inner = items !== undefined && depth < 2 ? describeNode(items, root, depth + 1) : undefined;
  const count = size(node, 'minItems', 'maxItems', 'items');
  return joined([clause('of', count), clause(count === undefined ? 'of' : 'that are', inner)]);
}

function objectDetails(node: JsonSchema): string {
  const required = Array.isArray(node['required']) ? node['required'].map(String) : [];
  return required.length === 0 ? '' : ` with ${listed(required, 6)}`;
}

function size(node: JsonSchema, least: string, most: string, unit: string): string | undefined {
  const low = bound(node, least);
  const high = bound(node, most);
  if (low === undefined && high === undefined) return undefined;
  if (low === high) return `exactly ${low} ${unit}`;
  if (low === undefined) return `at most ${high} ${unit}`;
  return high === undefined ? `at least ${low} ${unit}` : `${low} to ${high} ${unit}`;
}

function clause(word: string, value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : `${word} ${value}`;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map((part) => ` ${part}`)
    .join('');
}
