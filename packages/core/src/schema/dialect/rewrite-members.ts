import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { type Draft, keeps, lose } from './dialect-run.ts';
import { editNode, listOf } from './edit-node.ts';
import { pushWords } from './rewrite-values.ts';

/** Tuples: as draft 2020-12 writes them, and where the dialect has none as arrays of any of their items. */
export function rewriteTuples(node: JsonObject, draft: Draft): JsonObject {
  const { run } = draft;
  const modern = modernItems(node, draft);
  const { prefixItems, items } = modern;
  const prefix = listOf(prefixItems);
  const closed = items === false && prefixItems !== undefined && keeps(run, 'maxItems');
  const edited = closed
    ? editNode(modern, { items: undefined, maxItems: Math.min(prefix.length, mostItems(modern)) })
    : modern;
  if (prefixItems === undefined) return edited;
  if (keeps(run, 'prefixItems')) return run.dialect.noBooleanSchemas ? edited : modern;
  if (prefix.length === 0) return editNode(modern, { prefixItems: undefined });
  lose(run, draft.spot, 'the order of the items is left out');
  pushWords('prefixItems', modern, draft);
  return editNode(edited, { prefixItems: undefined, items: anyItem(prefix, items, mostItems(edited)) });
}

function modernItems(node: JsonObject, { run, spot }: Draft): JsonObject {
  const { items, prefixItems, additionalItems } = node;
  if (!Array.isArray(items)) return editNode(node, { additionalItems: undefined });
  if (prefixItems === undefined)
    return editNode(node, { items: additionalItems, prefixItems: items, additionalItems: undefined });
  lose(run, spot, '"items" is a list beside "prefixItems"');
  return editNode(node, { items: undefined, additionalItems: undefined });
}

function mostItems({ maxItems }: JsonObject): number {
  return typeof maxItems === 'number' ? maxItems : Infinity;
}

/** Undefined: anything. */
function anyItem(
  prefix: readonly JsonValue[],
  rest: JsonValue | undefined,
  most: number,
): JsonValue | undefined {
  const isClosed = rest === false || most <= prefix.length;
  return isClosed ? oneOrMore(prefix) : isJsonObject(rest) ? oneOrMore([...prefix, rest]) : undefined;
}

function oneOrMore(schemas: readonly JsonValue[]): JsonValue | undefined {
  const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  return distinct.length > 1 ? { anyOf: distinct } : distinct[0];
}

/** Members by pattern: where the dialect has none, other members may be what any pattern asks for. */
export function rewritePatterns(node: JsonObject, draft: Draft): JsonObject {
  const { patternProperties, additionalProperties: more } = node;
  if (!isJsonObject(patternProperties) || keeps(draft.run, 'patternProperties')) return node;
  const schemas = Object.values(patternProperties).filter((schema) => schema !== undefined);
  if (schemas.length === 0) return editNode(node, { patternProperties: undefined });
  lose(draft.run, draft.spot, 'patterns of names are left out');
  const others = isJsonObject(more) ? [...schemas, more] : schemas;
  return editNode(node, {
    patternProperties: undefined,
    additionalProperties: more === undefined || more === true ? more : oneOrMore(others),
  });
}
