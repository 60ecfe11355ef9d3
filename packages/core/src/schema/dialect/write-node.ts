import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { isAnyName, withWords } from './constraint-words.ts';
import {
  anything,
  below,
  type DialectRun,
  type Draft,
  forbid,
  keeps,
  lose,
  type Spot,
} from './dialect-run.ts';
import { editNode, mapItems, mapMembers, ownValue } from './edit-node.ts';
import { flattenNode, mustFlatten } from './flatten-node.ts';
import { dropUnsure, rewriteAlternatives } from './rewrite-alternatives.ts';
import { rewritePatterns, rewriteTuples } from './rewrite-members.ts';
import { pushWords, rewriteTypes, rewriteValues } from './rewrite-values.ts';
import { isConstraint, wellFormed } from './well-formed.ts';
import { closeObject, needsItems, writeProperties } from './write-object.ts';
import { isolateReference, writeReference } from './write-reference.ts';

const mostLevels = 150;
const mostNodes = 20_000;

/** One schema in the dialect; the same object if nothing had to change. */
export function writeNode(run: DialectRun, node: JsonValue | undefined, spot: Spot): JsonValue {
  if (typeof node === 'boolean') return writeBoolean(run, node, spot);
  if (!isJsonObject(node)) {
    lose(run, spot, 'this is no schema');
    return anything(run, spot);
  }
  if (spot.level > mostLevels || ++run.written > mostNodes) {
    lose(
      run,
      { ...spot, place: '#' },
      'the schema is too large: what lies deepest or comes last is left out',
    );
    return anything(run, spot);
  }
  return writeObjectNode(run, node, spot);
}

function writeObjectNode(run: DialectRun, node: JsonObject, outer: Spot): JsonValue {
  let draft: Draft = { run, spot: outer, words: [] };
  const formed = wellFormed(node, draft);
  const flat = mustFlatten(formed, draft)
    ? flattenNode(formed, draft)
    : { node: formed, active: outer.active };
  draft = { ...draft, spot: { ...outer, active: flat.active } };
  const referring = flat.node && writeReference(flat.node, draft);
  const rewritten = referring && rewrite(referring, draft);
  if (rewritten === false) return outer.level === 0 ? noRoot(run, outer) : writeBoolean(run, false, outer);
  const kept = dropUnkept(rewritten, draft);
  const written = writeChildren(writeProperties(kept, draft), draft);
  return finish(written, draft);
}

function rewrite(node: JsonObject, draft: Draft): JsonObject | false {
  const certain = dropUnsure(node, draft);
  const members = rewritePatterns(rewriteTuples(certain, draft), draft);
  const alternatives = rewriteAlternatives(rewriteValues(members, draft), draft);
  return alternatives && rewriteTypes(alternatives, draft);
}

/** Definitions are written apart from their references; the root gets them back. */
const apart = new Set([
  '$defs',
  'definitions',
  '$anchor',
  '$dynamicAnchor',
  '$recursiveAnchor',
  'contentSchema',
]);

function dropUnkept(node: JsonObject, draft: Draft): JsonObject {
  const { run, spot } = draft;
  // An address in the middle would lead references astray.
  const isApart = (keyword: string): boolean => apart.has(keyword) || (keyword === '$id' && spot.level > 0);
  const dropped = Object.keys(node).filter((keyword) => isApart(keyword) || !isKept(keyword, node, run));
  for (const keyword of dropped) {
    if (isApart(keyword)) continue;
    pushWords(keyword, node, draft);
    if (isConstraint(keyword) && !saysNothing(keyword, node[keyword]))
      lose(run, spot, `"${keyword}" is left out`);
  }
  const left = Object.entries(node).filter(([keyword]) => !dropped.includes(keyword));
  return fewerItems(dropped.length === 0 ? node : Object.fromEntries(left), draft);
}

function isKept(keyword: string, node: JsonObject, run: DialectRun): boolean {
  const { formats } = run.dialect;
  const { format } = node;
  const unknown = keyword === 'format' && typeof format === 'string' && formats?.includes(format) === false;
  return !unknown && keeps(run, keyword);
}

function fewerItems(node: JsonObject, draft: Draft): JsonObject {
  const { highestMinItems: most } = draft.run.dialect;
  if (most === undefined || typeof node['minItems'] !== 'number' || node['minItems'] <= most) return node;
  lose(draft.run, draft.spot, `"minItems" is at most ${most}`);
  pushWords('minItems', node, draft);
  return editNode(node, { minItems: most });
}

function saysNothing(keyword: string, value: JsonValue | undefined): boolean {
  if (value === undefined) return true;
  if (keyword === 'propertyNames') return isAnyName(value);
  return (keyword === 'additionalProperties' || keyword === 'items') && value === true;
}

const singles =
  'items contains additionalProperties unevaluatedProperties unevaluatedItems propertyNames not if then else'.split(
    ' ',
  );
const booleansStay = new Set(['additionalProperties', 'unevaluatedProperties']);

function writeChildren(node: JsonObject, { run, spot }: Draft): JsonObject {
  const edits: Record<string, JsonValue> = {};
  for (const key of singles) {
    const child = ownValue(node, key);
    if (child === undefined || (typeof child === 'boolean' && booleansStay.has(key))) continue;
    edits[key] = run.write(child, below(spot, key));
  }
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const list = ownValue(node, key);
    if (!Array.isArray(list)) continue;
    edits[key] = mapItems(list, (child, index) => run.write(child, below(spot, `${key}/${index}`)));
  }
  for (const key of ['patternProperties', 'dependentSchemas']) {
    const map = ownValue(node, key);
    if (isJsonObject(map))
      edits[key] = mapMembers(map, (child, name) => run.write(child, below(spot, `${key}/${name}`)));
  }
  return editNode(node, edits);
}

function finish(node: JsonObject, draft: Draft): JsonValue {
  const { run, spot, words } = draft;
  const complete = needsItems(closeObject(node, draft), draft);
  const described =
    words.length > 0 && keeps(run, 'description')
      ? editNode(complete, { description: withWords(complete['description'], words) })
      : complete;
  const made = isolateReference(described, draft);
  const speaks = ['type', '$ref', 'anyOf', 'enum', 'const'].some((key) => made[key] !== undefined);
  if (run.dialect.noUntyped && !speaks) anything(run, spot);
  return made;
}

function noRoot(run: DialectRun, spot: Spot): JsonValue {
  forbid(run, spot, 'no value is right');
  return {};
}

function writeBoolean(run: DialectRun, value: boolean, spot: Spot): JsonValue {
  if (!run.dialect.noBooleanSchemas) return value;
  if (value) return anything(run, spot);
  if (keeps(run, 'not') && !run.cautious) return { not: {} };
  lose(run, spot, 'nothing is allowed here');
  return anything(run, spot);
}
