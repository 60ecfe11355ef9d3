import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { listOf, textsOf } from '../dialect/edit-node.ts';
import { mergeNodes } from '../dialect/merge-nodes.ts';
import { targetOf } from '../dialect/references.ts';
import { walkSchema } from '../walk-schema.ts';
import { deep, type Scope } from './scope.ts';

const mostLinks = 40;

/**
 * One node for all that applies at a place: references, `allOf`, one branch of `anyOf` and `oneOf`, one side of `if`.
 * Undefined: no value fits. What no single node can say is left to the validator.
 */
export function flatten(schema: JsonValue | undefined, scope: Scope): JsonObject | undefined {
  const budget = { links: mostLinks };
  return gather(schema, scope, budget);
}

function gather(
  schema: JsonValue | undefined,
  scope: Scope,
  budget: { links: number },
): JsonObject | undefined {
  if (schema === true || schema === undefined) return {};
  if (!isJsonObject(schema) || budget.links-- < 0) return undefined;
  const { $ref, $dynamicRef, allOf, anyOf, oneOf, if: test, then, else: otherwise, ...rest } = schema;
  const parts: (JsonValue | undefined)[] = [...listOf(allOf)];
  const ref = $ref ?? $dynamicRef;
  if (typeof ref === 'string') parts.push(target(ref, scope.root));
  for (const branches of [anyOf, oneOf]) {
    if (branches !== undefined) parts.push(branchOf(listOf(branches), scope));
  }
  if (test !== undefined) parts.push(...(scope.choices.take(2) === 0 ? [test, then] : [otherwise]));
  return parts.reduce<JsonObject | undefined>((all, part) => {
    const more = all && gather(part, scope, budget);
    return all && more && merge(all, more);
  }, rest);
}

/** Where several patterns apply, all of them stand in a list. */
function merge(a: JsonObject, b: JsonObject): JsonObject {
  const merged = mergeNodes(a, b, () => {});
  const patterns = [...new Set([...patternsOf(a), ...patternsOf(b)])];
  return patterns.length < 2 ? merged : { ...merged, [severalPatterns]: patterns };
}

const severalPatterns = '~patterns';

/** The patterns that a flat node has. */
export function patternsOf(node: JsonObject): readonly string[] {
  const { pattern } = node;
  const several = textsOf(node[severalPatterns]);
  return several.length === 0 && typeof pattern === 'string' ? [pattern] : several;
}

function target(ref: string, root: JsonObject): JsonValue {
  const linked = targetOf(ref, root);
  if (linked !== undefined) return linked;
  let found: JsonValue = false;
  walkSchema(root, (node) => {
    const names = [
      node['$id'],
      ...textsOf([node['$anchor'] ?? null, node['$dynamicAnchor'] ?? null]).map((name) => `#${name}`),
    ];
    if (names.includes(ref)) found = node;
  });
  return found;
}

/** Deep down a branch without members of its own ends the recursion. */
function branchOf(branches: readonly JsonValue[], scope: Scope): JsonValue {
  const ordered =
    scope.depth < deep ? branches : branches.toSorted((a, b) => weight(a, scope) - weight(b, scope));
  return ordered[scope.choices.take(ordered.length)] ?? false;
}

function weight(branch: JsonValue, { root }: Scope): number {
  const node =
    isJsonObject(branch) && typeof branch['$ref'] === 'string' ? target(branch['$ref'], root) : branch;
  if (!isJsonObject(node)) return 0;
  return JSON.stringify(node).includes('"$ref"')
    ? 2
    : node['type'] === 'object' || node['type'] === 'array'
      ? 1
      : 0;
}
