import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { JsonSchema } from '../../contracts/standard-schema.ts';
import { isJsonObject } from '../../lib/json.ts';
import { ownMember } from '../own-member.ts';
import { readPointer } from '../schema-node.ts';
import { childSchemas, pointerSegment } from './child-schemas.ts';
import type { Definition, DialectRun, Spot } from './dialect-run.ts';
import { keeps } from './dialect-run.ts';

/** What a linked reference leads to; undefined when that is no schema. */
export function targetOf(ref: string, root: JsonSchema): JsonValue | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined;
  let target: unknown = root;
  for (const segment of readPointer(ref)) target = ownMember(target, segment);
  return isJsonObject(target) || typeof target === 'boolean' ? target : undefined;
}

/** The definitions that the original has where the dialect keeps them. */
export function readDefinitions(run: Pick<DialectRun, 'dialect' | 'root' | 'inline'>): Definition[] {
  if (run.inline) return [];
  return (['$defs', 'definitions'] as const).flatMap((container) => {
    const map = Object.hasOwn(run.root, container) ? run.root[container] : undefined;
    if (!keeps(run, container) || !isJsonObject(map)) return [];
    return Object.entries(map).map(([name, source = null]) => ({ container, name, source, used: false }));
  });
}

/** The reference as it is written; a target that is no definition becomes one. */
export function writeRef(run: DialectRun, ref: string, target: JsonObject): string {
  if (target === run.root && isPlainRoot(run)) return '#';
  let found = run.definitions.find(({ source }) => source === target);
  if (found === undefined) {
    found = { container: '$defs', name: freeName(run, ref), source: target, used: false };
    run.definitions.push(found);
  }
  found.used = true;
  const segments = readPointer(ref);
  const same = segments.length === 2 && segments[0] === found.container && segments[1] === found.name;
  return same ? ref : `#/${found.container}/${pointerSegment(found.name)}`;
}

/** The root is written as it stands, so that references to it mean the same. */
function isPlainRoot({ root, dialect }: DialectRun): boolean {
  const adapted = ['$ref', ...(dialect.notAtRoot ?? [])].some((keyword) => Object.hasOwn(root, keyword));
  return !dialect.objectRoot || (root['type'] === 'object' && !adapted);
}

function freeName(run: DialectRun, ref: string): string {
  const segments = readPointer(ref);
  const last = segments.at(-1) ?? '';
  // The number of a branch alone says nothing.
  const told = /^\d+$/.test(last) ? segments.slice(-2).join('_') : last;
  const base = told.replace(/[^A-Za-z0-9_-]/g, '_') || 'root';
  const taken = (name: string): boolean => run.definitions.some((each) => each.name === name);
  let name = base;
  for (let count = 2; taken(name); count++) name = `${base}_${count}`;
  return name;
}

/** Everything that references in a schema lead to, over any number of steps. */
function reach(from: JsonObject, { root, reached }: DialectRun): ReadonlySet<JsonObject> {
  const known = reached.get(from);
  if (known !== undefined) return known;
  const found = new Set<JsonObject>();
  const visited = new Set<JsonObject>();
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (visited.has(node)) continue;
    visited.add(node);
    for (const [step, child] of childSchemas(node)) {
      if (!step.startsWith('/$defs/') && !step.startsWith('/definitions/')) open.push(child);
    }
    const target = typeof node['$ref'] === 'string' ? targetOf(node['$ref'], root) : undefined;
    if (!isJsonObject(target)) continue;
    found.add(target);
    open.push(target);
  }
  reached.set(from, found);
  return found;
}

export function isRecursive(run: DialectRun, target: JsonObject): boolean {
  return reach(target, run).has(target);
}

/** A reference from this text to the target comes back to the text. */
export function comesBack(run: DialectRun, { owner }: Spot, target: JsonObject): boolean {
  return owner === target || reach(target, run).has(owner);
}
