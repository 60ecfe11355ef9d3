import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { JsonSchema } from '../../contracts/standard-schema.ts';
import { deepFreeze } from '../../lib/deep-freeze.ts';
import { isJsonObject } from '../../lib/json.ts';
import { pruneDefinitions } from './prune-definitions.ts';

type Draft = Record<string, JsonValue>;

interface Binding {
  readonly keys: ReadonlySet<string>;
  readonly root: JsonSchema;
}

/**
 * An object's schema without some of its properties, wherever in it they are named. It takes whatever the whole schema takes of the other
 * properties; where a rule links a removed property to others, it takes more.
 */
export function withoutParameters(schema: JsonSchema, keys: readonly string[]): JsonSchema {
  if (keys.length === 0) return schema;
  const binding = { keys: new Set(keys), root: schema };
  return deepFreeze(pruneDefinitions(structuredClone(trim(schema, binding))));
}

function trim(node: JsonObject, binding: Binding): JsonObject {
  const draft: Draft = {};
  for (const [keyword, value] of Object.entries(node)) {
    if (value === undefined) continue;
    const trimmed = trimKeyword(keyword, value, binding);
    if (trimmed !== undefined) draft[keyword] = trimmed;
  }
  relaxAlternatives(draft, node, binding);
  inlineReference(draft, binding);
  return draft;
}

function trimKeyword(keyword: string, value: JsonValue, binding: Binding): JsonValue | undefined {
  const { keys } = binding;
  switch (keyword) {
    case 'properties':
    case 'default':
      return isJsonObject(value) ? without(value, keys) : value;
    case 'examples':
      return asList(value).map((one) => (isJsonObject(one) ? without(one, keys) : one));
    case 'required': {
      const left = namesWithout(value, keys);
      return left.length > 0 ? left : undefined;
    }
    case 'dependentRequired':
      return mapMembers(value, keys, (names) => namesWithout(names, keys));
    case 'dependentSchemas':
      return mapMembers(value, keys, (child) => trimChild(child, binding));
    case 'allOf':
    case 'anyOf':
    case 'oneOf':
      return asList(value).map((child) => trimChild(child, binding));
    case 'then':
    case 'else':
      return trimChild(value, binding);
    case 'minProperties':
    case 'maxProperties':
      return Math.max(0, Number(value) - keys.size);
    default:
      return value;
  }
}

/** Rules that say no, or exactly one, cannot be kept in part. */
function relaxAlternatives(draft: Draft, node: JsonObject, { keys }: Binding): void {
  if (mentions(node['not'], keys)) delete draft['not'];
  if (mentions(node['if'], keys)) for (const keyword of ['if', 'then', 'else']) delete draft[keyword];
  const { oneOf } = draft;
  if (oneOf === undefined || !mentions(node['oneOf'], keys)) return;
  delete draft['oneOf'];
  draft['allOf'] = [...asList(draft['allOf']), { anyOf: oneOf }];
}

/** A reference to a definition that names the properties is replaced by the trimmed definition. */
function inlineReference(draft: Draft, binding: Binding): void {
  const { $ref: reference } = draft;
  if (typeof reference !== 'string') return;
  const [, home = '', name = ''] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(reference) ?? [];
  const definitions = binding.root[home];
  const target = isJsonObject(definitions) ? definitions[name] : undefined;
  if (!isJsonObject(target) || !mentions(target, binding.keys)) return;
  delete draft['$ref'];
  draft['allOf'] = [...asList(draft['allOf']), trim(target, binding)];
}

function trimChild(child: JsonValue, binding: Binding): JsonValue {
  return isJsonObject(child) ? trim(child, binding) : child;
}

function mapMembers(
  value: JsonValue,
  keys: ReadonlySet<string>,
  change: (child: JsonValue) => JsonValue,
): JsonValue {
  if (!isJsonObject(value)) return value;
  const left = Object.entries(without(value, keys));
  return Object.fromEntries(left.map(([key, child]) => [key, change(child ?? null)]));
}

function without(value: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.has(key)));
}

function namesWithout(names: JsonValue, keys: ReadonlySet<string>): readonly JsonValue[] {
  return asList(names).filter((name) => typeof name !== 'string' || !keys.has(name));
}

/** True also where the text only looks like a mention: then the schema takes more than it need. */
function mentions(node: JsonValue | undefined, keys: ReadonlySet<string>): boolean {
  if (node === undefined) return false;
  const text = JSON.stringify(node);
  return [...keys].some((key) => text.includes(JSON.stringify(key)));
}

function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
