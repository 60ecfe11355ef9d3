import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { type Draft, forbid, keeps, lose } from './dialect-run.ts';
import { listOf } from './edit-node.ts';
import { mergeNodes } from './merge-nodes.ts';
import { targetOf } from './references.ts';
import { isConstraint, wellFormed } from './well-formed.ts';

/** What applies at one place, gathered from references and `allOf`. */
interface Gathered {
  readonly parts: JsonObject[];
  /** References that lead back to where we are: they can't be written out. */
  readonly left: string[];
  readonly here: Set<JsonObject>;
  never: boolean;
}

export interface Flat {
  /** Without `allOf`; with `$ref` only where it leads back. False: no value is right. */
  readonly node: JsonObject | false;
  readonly active: ReadonlySet<JsonObject>;
}

const mostLinks = 100;

/** Whether references and `allOf` of this node must be written out in its place. */
export function mustFlatten(node: JsonObject, { run }: Draft): boolean {
  const { closedObjects, lonelyRefs } = run.dialect;
  if (node['allOf'] !== undefined && (closedObjects || !keeps(run, 'allOf'))) return true;
  if (node['$ref'] === undefined) return false;
  return (
    run.inline ||
    (Boolean(lonelyRefs) && Object.keys(node).some((key) => key !== '$ref' && isConstraint(key)))
  );
}

/** One node for all that references and `allOf` say of a place. */
export function flattenNode(node: JsonObject, draft: Draft): Flat {
  const gathered: Gathered = { parts: [], left: [], here: new Set(), never: false };
  gather(node, draft, gathered);
  const active = new Set([...draft.spot.active, ...gathered.here]);
  if (gathered.never) return { node: false, active };
  const merged = gathered.parts.reduce(
    (all, part) => mergeNodes(all, part, (keyword) => loseMerged(keyword, draft)),
    {},
  );
  const [$ref, ...others] = new Set(gathered.left);
  if (others.length > 0) lose(draft.run, draft.spot, 'only one of several recursive references is kept');
  return { node: $ref === undefined ? merged : { ...merged, $ref }, active };
}

function loseMerged(keyword: string, { run, spot }: Draft): void {
  lose(run, spot, `"${keyword}" of schemas that apply together is merged into a looser one`);
}

function gather(node: JsonObject, draft: Draft, gathered: Gathered): void {
  const { $ref, allOf, ...rest } = wellFormed(node, draft);
  if (Object.keys(rest).length > 0) gathered.parts.push(rest);
  if (typeof $ref === 'string') gatherTarget($ref, draft, gathered);
  for (const branch of listOf(allOf)) gatherSchema(branch, draft, gathered);
}

function gatherTarget($ref: string, draft: Draft, gathered: Gathered): void {
  const target = targetOf($ref, draft.run.root);
  if (target === undefined) return forbid(draft.run, draft.spot, refNowhere($ref));
  if (!isJsonObject(target)) return gatherSchema(target, draft, gathered);
  if (gathered.here.has(target)) return;
  if (draft.spot.active.has(target) || gathered.here.size > mostLinks) {
    gathered.left.push($ref);
    return;
  }
  gathered.here.add(target);
  const { $defs: _defs, definitions: _definitions, $id: _id, $schema: _schema, ...schema } = target;
  gather(schema, draft, gathered);
}

function gatherSchema(schema: JsonValue, draft: Draft, gathered: Gathered): void {
  if (schema === false) gathered.never = true;
  if (!isJsonObject(schema)) return;
  const { $defs: _defs, definitions: _definitions, ...rest } = schema;
  gather(rest, draft, gathered);
}

export function refNowhere($ref: string): string {
  return `"$ref" leads to no schema in here: ${JSON.stringify($ref.slice(0, 200))}`;
}
