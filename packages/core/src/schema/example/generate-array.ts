import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { listOf } from '../dialect/edit-node.ts';
import { deep, type Made, type MakeChild, type Scope } from './scope.ts';

const mostItems = 1000;

/** The shortest list that is allowed, with one item where that is known what it holds. */
export function generateArray(node: JsonObject, scope: Scope, make: MakeChild): Made {
  const [positions, others] = Array.isArray(node['items'])
    ? [node['items'], node['additionalItems']] // Draft 7
    : [listOf(node['prefixItems']), node['items']];
  const least = Math.max(count(node['minItems'], 0), positions.length);
  const contained = node['contains'] === undefined ? 0 : count(node['minContains'], 1);
  const usual = others === undefined || others === false || scope.depth >= deep ? 0 : 1;
  const most = Math.min(count(node['maxItems'], Infinity), mostItems);
  const length = Math.min(
    Math.max(least, contained + positions.length, scope.choices.take(2) === 0 ? usual : 0),
    most,
  );
  const items: JsonValue[] = [];
  for (let at = 0; at < length; at++) {
    const after = at - positions.length;
    const schema =
      at < positions.length ? positions[at] : both(others, after < contained ? node['contains'] : undefined);
    const item = make(schema, { ...scope, depth: scope.depth + 1, variant: Math.max(0, at) });
    if (item === undefined) return at >= count(node['minItems'], 0) ? items : undefined;
    items.push(item);
  }
  return items;
}

function both(one: JsonValue | undefined, other: JsonValue | undefined): JsonValue {
  const parts = [one, other].filter((part) => part !== undefined);
  return parts.length === 1 ? (parts[0] ?? true) : { allOf: parts };
}

function count(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
