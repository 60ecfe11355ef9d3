import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { type Draft, type DialectRun, forbid, keeps, lose, type Spot } from './dialect-run.ts';
import { editNode } from './edit-node.ts';
import { refNowhere } from './flatten-node.ts';
import { comesBack, isRecursive, targetOf, writeRef } from './references.ts';

/** A node with a reference as the dialect writes it; false where no value is right. */
export function writeReference(node: JsonObject, { run, spot }: Draft): JsonObject | false {
  const { $ref } = node;
  if (typeof $ref !== 'string') return node;
  const target = targetOf($ref, run.root);
  if (target === undefined) forbid(run, spot, refNowhere($ref));
  if (target === false) return false;
  if (!isJsonObject(target)) return editNode(node, { $ref: undefined });
  if (run.inline || !mayRecur(run, spot, target)) return cut(node, target, run, spot);
  return editNode(node, { $ref: writeRef(run, $ref, target) });
}

function mayRecur(run: DialectRun, spot: Spot, target: JsonObject): boolean {
  const { recursion = 'keep' } = run.dialect;
  if (recursion === 'impossible' && isRecursive(run, target)) forbid(run, spot, 'it is recursive');
  if (recursion === 'keep' || recursion === 'impossible' || !comesBack(run, spot, target)) return true;
  const { property } = spot;
  if (recursion === 'cut' || property === undefined) return false;
  if (property.required && !property.freed)
    lose(run, spot, `${JSON.stringify(property.name)} is optional, because it is recursive`);
  property.freed ||= property.required;
  return true;
}

function cut(node: JsonObject, target: JsonObject, run: DialectRun, spot: Spot): JsonObject {
  lose(run, spot, 'the recursion ends here');
  const hints: Record<string, JsonValue | undefined> = { $ref: undefined };
  for (const keyword of ['type', 'description']) {
    const hint = target[keyword];
    if (node[keyword] === undefined && typeof hint === 'string') hints[keyword] = hint;
  }
  return editNode(node, hints);
}

/** Where a reference must stand alone, what stood beside it takes it into its alternatives. */
export function isolateReference(node: JsonObject, { run, spot }: Draft): JsonObject {
  const { $ref } = node;
  const others = Object.keys(node).filter((key) => !key.startsWith('$'));
  if (!run.dialect.lonelyRefs || $ref === undefined || others.length === 0) return node;
  if (keeps(run, 'anyOf') && node['anyOf'] === undefined)
    return editNode(node, { $ref: undefined, anyOf: [{ $ref }] });
  lose(run, spot, 'a reference beside alternatives is left out');
  return editNode(node, { $ref: undefined });
}
