import type { JsonObject } from '../../contracts/json.ts';
import type { DialectRun, Draft, Spot } from './dialect-run.ts';
import { forbid, keeps, lose } from './dialect-run.ts';
import { editNode, listOf, typesOf } from './edit-node.ts';
import { flattenNode } from './flatten-node.ts';
import { isJsonObject } from '../../lib/json.ts';
import { joinAlternatives } from './join-alternatives.ts';
import { mergeNodes } from './merge-nodes.ts';
import { pushWords } from './rewrite-values.ts';
import { withWords } from './constraint-words.ts';

const mostNested = 20;

/** The root as the dialect wants roots: of an object, without what must not stand there. Undefined when it takes no object. */
export function adaptRoot(run: DialectRun, spot: Spot): JsonObject | undefined {
  const { objectRoot, notAtRoot = [] } = run.dialect;
  const draft: Draft = { run, spot, words: [] };
  const merged = objectRoot || notAtRoot.length > 0 ? objectNode(run.root, draft, 0) : run.root;
  if (merged === undefined) {
    forbid(run, spot, 'it takes no object');
    return undefined;
  }
  const banned = notAtRoot.filter((keyword) => merged[keyword] !== undefined);
  for (const keyword of banned) {
    lose(run, spot, `"${keyword}" is left out at the root`);
    pushWords(keyword, merged, draft);
  }
  const rest = editNode(merged, Object.fromEntries(banned.map((keyword) => [keyword, undefined])));
  return draft.words.length > 0 && keeps(run, 'description')
    ? editNode(rest, { description: withWords(rest['description'], draft.words) })
    : rest;
}

/** The objects that a node takes, in one node; undefined when it takes none. */
function objectNode(node: JsonObject, draft: Draft, depth: number): JsonObject | undefined {
  const { run, spot } = draft;
  const { notAtRoot = [] } = run.dialect;
  const isSplit = node['$ref'] !== undefined || (node['allOf'] !== undefined && notAtRoot.includes('allOf'));
  const flat = isSplit ? flattenNode(node, draft).node : node;
  if (flat === false) return undefined;
  const types = typesOf(flat);
  if (types.length > 0 && !types.includes('object')) return undefined;
  if (flat['$ref'] !== undefined) lose(run, spot, 'the root refers to itself');
  const object = editNode(flat, { $ref: undefined, type: 'object' });
  return mergeAlternatives(object, draft, depth);
}

function mergeAlternatives(node: JsonObject, draft: Draft, depth: number): JsonObject | undefined {
  const { run, spot } = draft;
  let merged = node;
  for (const keyword of ['anyOf', 'oneOf']) {
    const alternatives = listOf(node[keyword]);
    if (alternatives.length === 0 || !run.dialect.notAtRoot?.includes(keyword)) continue;
    merged = editNode(merged, { [keyword]: undefined });
    if (alternatives.includes(true)) continue;
    const objects =
      depth > mostNested
        ? []
        : alternatives
            .filter(isJsonObject)
            .map((each) => objectNode(each, draft, depth + 1))
            .filter((each) => each !== undefined);
    if (objects.length === 0) return undefined;
    lose(run, spot, `the alternatives of "${keyword}" are merged into one object`);
    merged = mergeNodes(merged, joinAlternatives(objects, draft), () => {});
  }
  return merged;
}
