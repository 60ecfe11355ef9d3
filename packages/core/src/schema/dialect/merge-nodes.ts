import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { listOf, ownValue, sameJson, typesOf } from './edit-node.ts';
import { isConstraint } from './well-formed.ts';

type Members = Record<string, JsonValue | undefined>;

/** Keywords that mean something only together. Of two such groups the first is kept. */
const groups = [
  ['contains', 'minContains', 'maxContains'],
  ['if', 'then', 'else'],
  ['unevaluatedProperties', 'unevaluatedItems'],
];

/**
 * One schema for what both ask for. Where no single schema can say it the result takes more, and `lose` is told the keyword.
 * Neither may hold `$ref` or `allOf`.
 */
export function mergeNodes(a: JsonObject, b: JsonObject, lose: (keyword: string) => void): JsonObject {
  const merged: Members = { ...a, ...b, ...a };
  for (const keyword of Object.keys(a)) {
    if (!Object.hasOwn(b, keyword) || sameJson(a[keyword], b[keyword])) continue;
    const value = joined(keyword, a[keyword], b[keyword]);
    if (value !== undefined) merged[keyword] = value;
    else if (isConstraint(keyword)) lose(keyword);
  }
  mergeTypes(merged, a, b, lose);
  mergeMembers(merged, a, b, lose);
  mergeItems(merged, a, b, lose);
  for (const group of groups) keepOneGroup(group, merged, a, b, lose);
  return merged;
}

const higher = new Set('minimum exclusiveMinimum minLength minItems minProperties minContains'.split(' '));
const lower = new Set('maximum exclusiveMaximum maxLength maxItems maxProperties'.split(' '));
const separate = new Set(['type', 'additionalProperties', 'items', 'prefixItems']);

/** Undefined: the first stands for both. */
function joined(keyword: string, a: JsonValue | undefined, b: JsonValue | undefined): JsonValue | undefined {
  if (higher.has(keyword)) return Math.max(Number(a), Number(b));
  if (lower.has(keyword)) return Math.min(Number(a), Number(b));
  if (keyword === 'required') return [...new Set([...listOf(a), ...listOf(b)])];
  if (keyword === 'uniqueItems') return true;
  if (keyword === 'enum') return commonValues(listOf(a), listOf(b));
  if (keyword === 'properties' || keyword === 'patternProperties') return joinMaps(a, b);
  return separate.has(keyword) ? a : undefined;
}

/** Undefined where texts can not tell which values are equal, or none are. */
function commonValues(a: readonly JsonValue[], b: readonly JsonValue[]): JsonValue | undefined {
  if ([...a, ...b].some((value) => typeof value === 'object' && value !== null)) return undefined;
  const common = a.filter((value) => b.includes(value));
  return common.length === 0 ? undefined : common;
}

function joinMaps(a: JsonValue | undefined, b: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(a) || !isJsonObject(b)) return undefined;
  const entries = Object.entries(a).map(([name, value]) => [name, both(value, ownValue(b, name))]);
  const added = Object.entries(b).filter(([name]) => !Object.hasOwn(a, name));
  return Object.fromEntries([...entries, ...added]) as JsonObject; // names and schemas of the two
}

function both(a: JsonValue | undefined, b: JsonValue | undefined): JsonValue | undefined {
  if (a === undefined || b === undefined || sameJson(a, b)) return a ?? b;
  return { allOf: [a, b] };
}

function mergeTypes(merged: Members, a: JsonObject, b: JsonObject, lose: (keyword: string) => void): void {
  if (a['type'] === undefined || b['type'] === undefined || sameJson(a['type'], b['type'])) return;
  const common = commonTypes(typesOf(a), typesOf(b));
  if (common.length === 0) lose('type');
  else merged['type'] = common.length === 1 ? common[0] : common;
}

function takes(types: readonly JsonValue[], type: JsonValue): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

export function commonTypes(a: readonly JsonValue[], b: readonly JsonValue[]): readonly JsonValue[] {
  return [...new Set([...a.filter((type) => takes(b, type)), ...b.filter((type) => takes(a, type))])];
}

/** `additionalProperties` speaks of the names that its own node does not know; merged, it speaks of fewer. */
function mergeMembers(merged: Members, a: JsonObject, b: JsonObject, lose: (keyword: string) => void): void {
  const speaking = [a, b].filter(({ additionalProperties: more }) => more !== undefined && more !== true);
  if (speaking.length === 0) return;
  const [one, two] = [a['additionalProperties'], b['additionalProperties']];
  const closed = one === false || two === false;
  merged['additionalProperties'] = closed
    ? false
    : speaking.length === 2
      ? both(one, two)
      : speaking[0]?.['additionalProperties'];
  if (speaking.some((node) => knowsOthers(node === a ? b : a, node))) lose('additionalProperties');
}

function knowsOthers(other: JsonObject, node: JsonObject): boolean {
  return ['properties', 'patternProperties'].some((key) => {
    const [theirs, own] = [ownValue(other, key), ownValue(node, key)];
    return (
      isJsonObject(theirs) &&
      Object.keys(theirs).some((name) => !isJsonObject(own) || !Object.hasOwn(own, name))
    );
  });
}

function isPlain(node: JsonObject): boolean {
  return node['prefixItems'] === undefined && !Array.isArray(node['items']);
}

function mergeItems(merged: Members, a: JsonObject, b: JsonObject, lose: (keyword: string) => void): void {
  const keys = ['items', 'prefixItems', 'additionalItems'];
  if (isPlain(a) && isPlain(b)) {
    if (a['items'] !== undefined && b['items'] !== undefined) merged['items'] = both(a['items'], b['items']);
    return;
  }
  keepOneGroup(keys, merged, a, b, lose);
}

function keepOneGroup(
  group: readonly string[],
  merged: Members,
  a: JsonObject,
  b: JsonObject,
  lose: (keyword: string) => void,
): void {
  const [mine, others] = [a, b].map((node) => group.filter((key) => node[key] !== undefined));
  if (!mine || !others || mine.length === 0 || others.length === 0) return;
  if (mine.length === others.length && group.every((key) => sameJson(a[key], b[key]))) return;
  for (const key of group) {
    if (a[key] === undefined) delete merged[key];
    else merged[key] = a[key];
  }
  lose(group[0] ?? '');
}
