import type { JsonObject } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { withWords } from './constraint-words.ts';
import { type DialectRun, type Draft, forbid, keeps, lose, type Spot } from './dialect-run.ts';
import { editNode, listOf, typesOf } from './edit-node.ts';
import { flattenNode } from './flatten-node.ts';
import { joinAlternatives, outlineAlternatives } from './join-alternatives.ts';
import { mergeNodes } from './merge-nodes.ts';
import { pushWords } from './rewrite-values.ts';
import { wellFormed } from './well-formed.ts';

const mostNested = 20;

/** The root as the dialect wants roots: of an object, without what must not stand there. Undefined when it takes no object. */
export function adaptRoot(run: DialectRun, spot: Spot): JsonObject | undefined {
  const draft: Draft = { run, spot, words: [] };
  const merged = run.dialect.objectRoot ? objectNode(run.root, draft, 0) : run.root;
  if (merged === undefined) {
    forbid(run, spot, 'it takes no object');
    return undefined;
  }
  const banned = Object.keys(merged).filter((keyword) => isBanned(keyword, run));
  for (const keyword of banned) {
    lose(run, spot, `"${keyword}" is left out at the root`);
    pushWords(keyword, merged, draft);
  }
  const rest = editNode(merged, Object.fromEntries(banned.map((keyword) => [keyword, undefined])));
  return draft.words.length > 0 && keeps(run, 'description')
    ? editNode(rest, { description: withWords(rest['description'], draft.words) })
    : rest;
}

/** What another keyword may become counts as that keyword. */
function isBanned(keyword: string, run: DialectRun): boolean {
  const banned = run.dialect.notAtRoot ?? [];
  if (banned.includes(keyword)) return true;
  return keyword === 'const' && banned.includes('enum') && !keeps(run, 'const');
}

/** The objects that a node takes, in one node; undefined when it takes none. */
function objectNode(node: JsonObject, draft: Draft, depth: number): JsonObject | undefined {
  const { run, spot } = draft;
  const formed = wellFormed(node, draft);
  const isSplit = formed['$ref'] !== undefined || (formed['allOf'] !== undefined && bansCombinators(run));
  const flat = isSplit ? flattenNode(formed, draft).node : formed;
  if (flat === false) return undefined;
  const types = typesOf(flat);
  if (types.length > 0 && !types.includes('object')) return undefined;
  if (flat['$ref'] !== undefined) lose(run, spot, 'the root refers to itself');
  const object = editNode(flat, { $ref: undefined, type: 'object' });
  return bansCombinators(run) ? mergeAlternatives(object, draft, depth) : object;
}

function bansCombinators({ dialect }: DialectRun): boolean {
  return ['anyOf', 'oneOf', 'allOf'].some((keyword) => dialect.notAtRoot?.includes(keyword));
}

function mergeAlternatives(node: JsonObject, draft: Draft, depth: number): JsonObject | undefined {
  let merged = node;
  for (const keyword of ['anyOf', 'oneOf']) {
    const alternatives = listOf(node[keyword]);
    if (alternatives.length === 0) continue;
    merged = editNode(merged, { [keyword]: undefined });
    const branches = depth > mostNested ? [] : alternatives.map((each) => (each === true ? {} : each));
    const objects = branches
      .filter(isJsonObject)
      .map((branch) => objectNode(branch, draft, depth + 1))
      .filter((branch) => branch !== undefined);
    if (objects.length === 0) return undefined;
    merged = mergeObjects(merged, objects, keyword, draft, depth);
  }
  return merged;
}

function mergeObjects(
  node: JsonObject,
  objects: readonly JsonObject[],
  keyword: string,
  draft: Draft,
  depth: number,
): JsonObject {
  const { run, spot, words } = draft;
  const [only] = objects;
  const joined = objects.length === 1 && only !== undefined ? only : joinAlternatives(objects, draft);
  if (objects.length > 1) lose(run, spot, `the alternatives of "${keyword}" are merged into one object`);
  const outline = depth === 0 ? outlineAlternatives(objects) : undefined;
  if (outline !== undefined) words.push(outline);
  return mergeNodes(node, joined, (lost) =>
    lose(run, spot, `"${lost}" of schemas that apply together is merged into a looser one`),
  );
}
