import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { listOf, ownValue, textsOf } from '../dialect/edit-node.ts';
import { flatten } from './flatten.ts';
import { patternText } from './pattern-text.ts';
import { deep, type Made, type MakeChild, type Scope } from './scope.ts';

type Members = Map<string, JsonValue>;

/** An object with what is required of it. */
export function generateObject(node: JsonObject, scope: Scope, make: MakeChild): Made {
  const members: Members = new Map();
  const inner = { ...scope, depth: scope.depth + 1 };
  const whole = withDependents(node, wantedNames(node, scope), inner);
  for (const name of wantedNames(whole, scope)) {
    const value = make(schemaOf(whole, name), inner);
    if (value !== undefined) members.set(name, value);
    else if (textsOf(whole['required']).includes(name)) return undefined;
  }
  addOthers(whole, members, inner, make);
  return Object.fromEntries(members);
}

/** Required names, and optional ones that say what they look like or that were asked for. */
function wantedNames(node: JsonObject, scope: Scope): readonly string[] {
  const properties = asMap(node['properties']);
  const required = textsOf(node['required']);
  const declared = Object.keys(properties);
  const skip = scope.choices.take(2) === 1;
  const wanted = (name: string): boolean =>
    required.includes(name) || (!skip && scope.depth < deep && (scope.optional || isShown(properties[name])));
  return [...declared.filter(wanted), ...required.filter((name) => !declared.includes(name))];
}

function isShown(schema: JsonValue | undefined): boolean {
  return (
    isJsonObject(schema) && (listOf(schema['examples']).length > 0 || (schema['default'] ?? null) !== null)
  );
}

/** What members ask for besides: `dependentRequired`, `dependentSchemas`, and `dependencies` of older drafts. */
function withDependents(node: JsonObject, names: readonly string[], scope: Scope): JsonObject {
  const maps = [node['dependentRequired'], node['dependentSchemas'], node['dependencies']].map(asMap);
  const more = maps
    .flatMap((map) => names.map((name) => ownValue(map, name)))
    .filter((each) => each !== undefined);
  if (more.length === 0) return node;
  const parts = more.map((each) => (Array.isArray(each) ? { required: each } : each));
  return flatten({ allOf: [node, ...parts] }, scope) ?? node;
}

function schemaOf(node: JsonObject, name: string): JsonValue | undefined {
  const own = ownValue(asMap(node['properties']), name);
  const matching = Object.entries(asMap(node['patternProperties']))
    .filter(([pattern]) => matches(pattern, name))
    .map(([, schema]) => schema);
  const parts = [own, ...matching].filter((schema) => schema !== undefined);
  if (parts.length === 0) return node['additionalProperties'];
  return parts.length === 1 ? parts[0] : { allOf: parts };
}

/** Members without declared names: as many as are asked for, and one where there is nothing else to show. */
function addOthers(node: JsonObject, members: Members, scope: Scope, make: MakeChild): void {
  const least = typeof node['minProperties'] === 'number' ? node['minProperties'] : 0;
  const most = typeof node['maxProperties'] === 'number' ? node['maxProperties'] : Infinity;
  const isMap = node['properties'] === undefined && isJsonObject(node['additionalProperties']);
  const target = Math.min(
    Math.max(least, isMap && scope.depth <= deep && scope.choices.take(2) === 0 ? 1 : 0),
    most,
    1000,
  );
  for (let at = 0; members.size < target && at < target * 3; at++) {
    const name = memberName(node, members, { ...scope, variant: at }, make);
    if (name === undefined || members.has(name)) continue;
    const value = make(schemaOf(node, name), { ...scope, variant: at });
    if (value !== undefined) members.set(name, value);
  }
}

function memberName(node: JsonObject, members: Members, scope: Scope, make: MakeChild): string | undefined {
  const declared = Object.keys(asMap(node['properties'])).find((name) => !members.has(name));
  if (declared !== undefined) return declared;
  if (node['propertyNames'] !== undefined) {
    const name = make({ allOf: [{ type: 'string' }, node['propertyNames']] }, scope);
    return typeof name === 'string' ? name : undefined;
  }
  const [pattern] = Object.keys(asMap(node['patternProperties']));
  if (pattern !== undefined) return patternText(pattern, scope);
  return node['additionalProperties'] === false ? undefined : `key${scope.variant + 1}`;
}

function asMap(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return false;
  }
}
