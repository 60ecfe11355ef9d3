import type { JsonObject } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { type Draft, type DraftObject, isDraftArray, isDraftObject, settle } from './coerce-draft.ts';
import { looseName } from './coerce-name.ts';
import { fits, fork, inside, repaired, type Scope } from './coerce-scope.ts';
import { coerceValue } from './coerce-value.ts';
import { childNode, knownKeys, resolveRef } from './schema-node.ts';

/** Brings whole arguments to a tool's input schema; also takes them out of what models put around arguments. The result may still not fit. */
export function coerceArguments(draft: Draft, toolName: string, scope: Scope): Draft {
  const found = rootObject(draft, scope);
  const root = resolveRef(scope.judge.root, scope.judge.root);
  if (!isDraftObject(found)) return found;
  const unwrapped = unwrap(found, toolName, root, scope);
  if (unwrapped !== undefined) return unwrapped;
  const direct = fork(scope);
  const value = coerceValue(found, root, direct);
  const wrapped = fits(scope, root, value) ? undefined : wrap(found, root, scope);
  if (wrapped !== undefined) return wrapped;
  scope.repairs.push(...direct.repairs);
  return value;
}

/** The object that was meant where something else stands: JSON text, a list of one, null or nothing for no arguments. */
function rootObject(draft: Draft, scope: Scope): Draft {
  if (typeof draft === 'string') {
    const read = /^\s*[[{]/.test(draft) ? scope.readText(draft) : undefined;
    if (isDraftObject(read)) repaired(scope, 'stringified', 'the arguments were a string');
    return isDraftObject(read) ? read : emptyIf(draft.trim() === '', draft, scope);
  }
  if (isDraftArray(draft)) {
    const [only] = draft;
    if (draft.length !== 1 || !isDraftObject(only)) return emptyIf(draft.length === 0, draft, scope);
    repaired(scope, 'unwrapped', 'taken out of a list of one');
    return only;
  }
  return emptyIf(draft === null, draft, scope);
}

function emptyIf(isEmpty: boolean, draft: Draft, scope: Scope): Draft {
  if (!isEmpty || !fits(scope, scope.judge.root, {})) return draft;
  repaired(scope, 'type', 'no arguments');
  return {};
}

const argumentNames = [
  'arguments',
  'args',
  'input',
  'parameters',
  'params',
  'tool_input',
  'kwargs',
  'properties',
];
const toolNames = ['name', 'tool', 'tool_name', 'function', 'function_name', 'recipient_name'];
const companions = new Set(['id', 'call_id', 'tool_call_id', 'type']);

/** The arguments inside `{ "arguments": {…} }` and its kin, if the schema knows nothing of the wrapper and the inner ones fit. */
function unwrap(object: DraftObject, toolName: string, root: JsonSchema, scope: Scope): Draft | undefined {
  const rest = root['additionalProperties'];
  if ((rest !== undefined && rest !== false) || Object.hasOwn(root, 'patternProperties')) return undefined;
  const known = knownKeys(root, scope.judge.root);
  const keys = Object.keys(object);
  if (known.length === 0 || keys.length > 4 || keys.some((key) => known.includes(key))) return undefined;
  const holder = holderOf(object, keys, toolName);
  const held = holder === undefined ? undefined : object[holder];
  const inner = typeof held === 'string' ? scope.readText(held) : held;
  if (holder === undefined || !isDraftObject(inner)) return undefined;
  const trial = fork(scope);
  const value = coerceValue(inner, root, trial);
  if (!fits(scope, root, value) || !isAbout(value, known)) return undefined;
  if (typeof held === 'string') repaired(inside(scope, holder), 'stringified', 'JSON text read');
  repaired(scope, 'unwrapped', `taken out of ${JSON.stringify(holder.slice(0, 60))}`);
  scope.repairs.push(...trial.repairs);
  return value;
}

function holderOf(object: DraftObject, keys: readonly string[], toolName: string): string | undefined {
  const isTool = (value: unknown): boolean =>
    typeof value === 'string' && looseName(value.replace(/^functions\./, '')) === looseName(toolName);
  const holders = keys.filter((key) => argumentNames.includes(key) || isTool(key));
  const others = keys.filter((key) => !holders.includes(key));
  const fine = others.every((key) => (toolNames.includes(key) ? isTool(object[key]) : companions.has(key)));
  return holders.length === 1 && fine ? holders[0] : undefined;
}

/** Unknown names alone would fit an open schema, but show that something else was meant. */
function isAbout(value: Draft, known: readonly string[]): boolean {
  const keys = isDraftObject(value) ? Object.keys(value) : [];
  return keys.every((key) => known.includes(key));
}

/** For a tool whose one parameter is an object: the members of that object, given without it. */
function wrap(object: DraftObject, root: JsonSchema, scope: Scope): Draft | undefined {
  const properties = childNode(root, 'properties') ?? {};
  const [name, ...others] = Object.keys(properties);
  const keys = Object.keys(object);
  if (name === undefined || others.length > 0 || keys.length === 0 || keys.includes(name)) return undefined;
  const node = resolveRef(childNode(properties, name) ?? {}, scope.judge.root);
  const known = knownKeys(node, scope.judge.root);
  if (node['type'] !== 'object' || !keys.every((key) => known.includes(key))) return undefined;
  const trial = fork(inside(scope, name));
  const value: DraftObject = Object.fromEntries([[name, coerceValue(object, node, trial)]]);
  if (!fits(scope, root, value)) return undefined;
  repaired(scope, 'unwrapped', `put into "${name}"`);
  scope.repairs.push(...trial.repairs);
  return value;
}

/** The plain object that a draft came to; undefined when it is none or holds leaves that nothing settles. */
export function plainObject(draft: Draft): JsonObject | undefined {
  const value = settle(draft);
  return isJsonObject(value) ? value : undefined;
}
