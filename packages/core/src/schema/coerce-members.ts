import type { JsonSchema } from '../contracts/standard-schema.ts';
import { type Draft, type DraftObject, literalOf, Word } from './coerce-draft.ts';
import { isSlip } from './coerce-slip.ts';
import { looseName } from './coerce-name.ts';
import { fits, fork, inside, repaired, type Scope } from './coerce-scope.ts';
import { childNode, knownKeys, nodesHere } from './schema-node.ts';

type Coerce = (draft: Draft, node: JsonSchema, scope: Scope) => Draft;

/** The members of an object, each brought to its schema; a misspelt name mended, null left out where it stands for nothing. */
export function coerceMembers(object: DraftObject, here: JsonSchema, scope: Scope, coerce: Coerce): Draft {
  const renamed = mendName(object, here, scope, coerce);
  const required = requiredOf(here, scope);
  const members: [string, Draft][] = [];
  for (const [key, member] of Object.entries(renamed)) {
    if (member === undefined) continue;
    const node = memberNode(here, key);
    const value = node === undefined ? member : coerce(member, node, inside(scope, key));
    const isNull = value === null || (value instanceof Word && literalOf(value) === null);
    if (
      isNull &&
      node !== undefined &&
      !required.includes(key) &&
      isDeclared(here, key) &&
      !fits(scope, node, null)
    ) {
      repaired(inside(scope, key), 'type', 'null left out');
    } else members.push([key, value]);
  }
  return Object.fromEntries(members);
}

/** The schema of a member; undefined where another part of the schema may describe it. */
function memberNode(here: JsonSchema, key: string): JsonSchema | undefined {
  const own = childNode(childNode(here, 'properties') ?? {}, key);
  if (own !== undefined) return own;
  const patterns = childNode(here, 'patternProperties') ?? {};
  const pattern = Object.keys(patterns).find((one) => new RegExp(one, 'u').test(key));
  if (pattern !== undefined) return childNode(patterns, pattern);
  const rest = childNode(here, 'additionalProperties');
  if (rest !== undefined) return rest;
  return ['allOf', 'anyOf', 'oneOf', 'if'].some((word) => Object.hasOwn(here, word)) ? undefined : {};
}

function isDeclared(here: JsonSchema, key: string): boolean {
  return childNode(childNode(here, 'properties') ?? {}, key) !== undefined;
}

function requiredOf(here: JsonSchema, scope: Scope): readonly string[] {
  return nodesHere(here, scope.judge.root).flatMap(ownRequired);
}

function ownRequired(node: JsonSchema): readonly string[] {
  const { required } = node;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

/** Renames one key: only if exactly one required name is missing, exactly one unknown key is near it, and the value fits there. */
function mendName(object: DraftObject, here: JsonSchema, scope: Scope, coerce: Coerce): DraftObject {
  const open = here['additionalProperties'];
  const closed = open === undefined || open === false;
  const missing = ownRequired(here).filter((name) => !Object.hasOwn(object, name));
  const [name] = missing;
  if (!closed || missing.length !== 1 || name === undefined || Object.hasOwn(here, 'patternProperties'))
    return object;
  const known = knownKeys(here, scope.judge.root);
  const strangers = Object.keys(object).filter((key) => !known.includes(key));
  const [key, ...others] = strangers.filter((one) => isNear(one, name));
  if (key === undefined || others.length > 0 || !known.includes(name)) return object;
  const absent = known.filter((other) => other !== name && !Object.hasOwn(object, other));
  if (absent.some((other) => isNear(key, other)) || !takes(object[key], name, key, here, scope, coerce))
    return object;
  repaired(scope, 'parameter', `${JSON.stringify(key.slice(0, 60))} to "${name}"`);
  return Object.fromEntries(Object.entries(object).map(([one, value]) => [one === key ? name : one, value]));
}

function isNear(key: string, name: string): boolean {
  return looseName(key) === looseName(name) || isSlip(key, name);
}

/** Whether the value fits under the new name: as it is, or coerced where only case and separators differ. */
function takes(
  value: Draft | undefined,
  name: string,
  key: string,
  here: JsonSchema,
  scope: Scope,
  coerce: Coerce,
): boolean {
  const node = memberNode(here, name);
  if (node === undefined || value === undefined) return false;
  if (fits(scope, node, value)) return true;
  return looseName(key) === looseName(name) && fits(scope, node, coerce(value, node, fork(scope)));
}
