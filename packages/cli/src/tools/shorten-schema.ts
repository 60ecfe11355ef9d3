import { isJsonObject } from '@pegboard/core/provider';
import type { JsonObject, JsonSchema, JsonValue } from '@pegboard/core';

/** A schema that says the same in fewer words, and what was left out, each once. */
export interface Shortened {
  readonly schema: JsonSchema;
  readonly dropped: readonly string[];
}

/** Leaves out what has no meaning or is said already. Every value that fits the one schema fits the other, and nothing is told less. */
export function shortenSchema(schema: JsonSchema): Shortened {
  const dropped = new Set<string>();
  const short = shortenNode(schema, undefined, dropped);
  return { schema: isJsonObject(short) ? short : schema, dropped: [...dropped] };
}

/** Keywords whose members are schemas by name. */
const maps = new Set(['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas']);
const lists = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const single = new Set([
  'items',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
]);

function shortenNode(node: JsonValue | undefined, name: string | undefined, dropped: Set<string>): JsonValue {
  if (!isJsonObject(node)) return node ?? null;
  const short: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(node)) {
    const reason = value === undefined ? undefined : pointless(key, value, node, name);
    if (reason !== undefined) dropped.add(reason);
    else if (value !== undefined) short[key] = shortenMember(key, value, dropped);
  }
  return short;
}

function shortenMember(key: string, value: JsonValue, dropped: Set<string>): JsonValue {
  if (key === 'description' && typeof value === 'string') return tidy(value, dropped);
  if (maps.has(key) && isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        shortenNode(inner, key === 'properties' ? name : undefined, dropped),
      ]),
    );
  if (lists.has(key) && Array.isArray(value))
    return value.map((inner: JsonValue) => shortenNode(inner, undefined, dropped));
  return single.has(key) ? shortenNode(value, undefined, dropped) : value;
}

/** What can go, in words; undefined for what has a meaning. */
function pointless(
  key: string,
  value: JsonValue,
  node: JsonObject,
  name: string | undefined,
): string | undefined {
  switch (key) {
    case '$schema':
    case '$comment':
      return key;
    case 'title':
      return typeof value === 'string' && repeats(value, name, node['description'])
        ? 'titles that repeat the name'
        : undefined;
    case 'description':
      return typeof value === 'string' && name !== undefined && words(value) === words(name)
        ? 'descriptions that repeat the name'
        : undefined;
    case 'required':
      return Array.isArray(value) && value.length === 0 ? 'empty lists of what is required' : undefined;
    case 'minItems':
    case 'minLength':
    case 'minProperties':
      return value === 0 ? 'lower limits of 0' : undefined;
    case 'uniqueItems':
    case 'deprecated':
    case 'readOnly':
    case 'writeOnly':
      return value === false ? `"${key}": false` : undefined;
    case 'minimum':
    case 'maximum':
      return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER
        ? 'bounds that every integer keeps'
        : undefined;
    default:
      return undefined;
  }
}

function repeats(title: string, name: string | undefined, description: JsonValue | undefined): boolean {
  return words(title) === words(name ?? '') || title === description;
}

function words(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function tidy(text: string, dropped: Set<string>): string {
  const short = text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
  if (short !== text) dropped.add('blanks and indentation in descriptions');
  return short;
}
