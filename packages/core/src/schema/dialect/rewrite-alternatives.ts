import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { areDisjoint } from './disjoint.ts';
import { type Draft, keeps, lose } from './dialect-run.ts';
import { editNode, listOf, typesOf } from './edit-node.ts';

const unsure = ['not', 'if', 'then', 'else', 'unevaluatedProperties', 'unevaluatedItems', 'maxContains'];

/** Without what would turn stricter when something inside of it is loosened. */
export function dropUnsure(node: JsonObject, { run, spot }: Draft): JsonObject {
  const present = unsure.filter((keyword) => node[keyword] !== undefined && keeps(run, keyword));
  if (!run.cautious) {
    run.fragile ||= present.some((keyword) => keyword.startsWith('unevaluated'));
    return node;
  }
  for (const keyword of present) lose(run, spot, `"${keyword}" is left out`);
  return editNode(node, Object.fromEntries(present.map((keyword) => [keyword, undefined])));
}

/** `oneOf` as `anyOf` where the dialect has none; alternatives that say nothing or never apply are left out. */
export function rewriteAlternatives(node: JsonObject, draft: Draft): JsonObject | false {
  const { run, spot } = draft;
  let edited = node;
  const { oneOf, anyOf } = node;
  if (oneOf !== undefined && keeps(run, 'anyOf') && (run.cautious || !keeps(run, 'oneOf'))) {
    if (anyOf === undefined) {
      if (!areDisjoint(listOf(oneOf), run.root)) lose(run, spot, '"oneOf" is written as "anyOf"');
      edited = editNode(node, { oneOf: undefined, anyOf: oneOf });
    } else {
      lose(run, spot, '"oneOf" beside "anyOf" is left out');
      edited = editNode(node, { oneOf: undefined });
    }
  }
  edited = run.dialect.noBooleanSchemas ? withoutBooleans(edited) : edited;
  if (listOf(edited['anyOf']).length === 0 && edited['anyOf'] !== undefined) return false;
  return run.dialect.closedObjects ? distribute(edited) : edited;
}

function withoutBooleans(node: JsonObject): JsonObject {
  if (!listOf(node['anyOf']).some((branch) => typeof branch === 'boolean')) return node;
  const branches = listOf(node['anyOf']);
  const anyOf = branches.includes(true) ? undefined : branches.filter((branch) => branch !== false);
  return editNode(node, { anyOf });
}

const objectKeywords = ['properties', 'required', 'additionalProperties', 'patternProperties'];

/** Closing an object would shut out the members that its alternatives name: each takes all into itself. */
function distribute(node: JsonObject): JsonObject {
  const { anyOf, description, title, $defs, definitions, $schema, $id, ...rest } = node;
  const isObject = objectKeywords.some((key) => rest[key] !== undefined) || typesOf(rest).includes('object');
  if (anyOf === undefined || !isObject) return node;
  const branches = listOf(anyOf).map((branch): JsonValue => ({ allOf: [rest, branch] }));
  const kept = { $schema, $id, title, description, $defs, definitions };
  return editNode({ anyOf: branches }, kept);
}
