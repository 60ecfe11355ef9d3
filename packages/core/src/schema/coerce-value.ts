import type { JsonSchema } from '../contracts/standard-schema.ts';
import { coerceMembers } from './coerce-members.ts';
import {
  type Draft,
  isDraftArray,
  isDraftObject,
  literalOf,
  RawNumber,
  settle,
  Word,
} from './coerce-draft.ts';
import { coerceEnum, coerceScalar, settleFreely } from './coerce-scalar.ts';
import { change, fits, fork, inside, repaired, type Scope } from './coerce-scope.ts';
import { childNode, childNodes, resolveRef } from './schema-node.ts';

const deepest = 64;
const mostTrials = 3;

/**
 * Brings a draft to a schema node by conversions that say the same. What fits is not touched; where two outcomes are possible, or none,
 * the draft stays as it is for the validator to refuse.
 */
export function coerceValue(draft: Draft, node: JsonSchema, scope: Scope): Draft {
  const here = resolveRef(node, scope.judge.root);
  if (fits(scope, here, draft)) return settleLeaves(draft, scope);
  if (scope.path.length > deepest) return draft;
  let value = coerceOwn(draft, here, scope);
  for (const part of childNodes(here, 'allOf')) value = coerceValue(value, part, scope);
  for (const key of ['anyOf', 'oneOf']) {
    const branches = childNodes(here, key);
    if (branches.length > 0) value = coerceAlternative(value, branches, scope);
  }
  return value;
}

/** What fits as it stands, with the literals of other languages noted. */
function settleLeaves(draft: Draft, scope: Scope): Draft {
  if (draft instanceof Word) repaired(scope, 'literal', change(draft, literalOf(draft)));
  return settle(draft) ?? draft;
}

/** The type, the allowed values and the members that the node itself asks for. */
function coerceOwn(draft: Draft, here: JsonSchema, scope: Scope): Draft {
  if (Array.isArray(here['enum']) || Object.hasOwn(here, 'const')) return coerceEnum(draft, here, scope);
  const { type } = here;
  if (typeof type === 'string') return coerceType(draft, type, here, scope);
  if (Array.isArray(type)) {
    const names = type.filter((one) => typeof one === 'string');
    const natural = names.find((name) => isOfType(draft, name));
    return natural === undefined
      ? coerceAlternative(
          draft,
          names.map((name) => ({ ...here, type: name })),
          scope,
        )
      : coerceType(draft, natural, here, scope);
  }
  if (isDraftObject(draft) || isDraftArray(draft)) return coerceInside(draft, here, scope);
  return isOpen(here) ? settleFreely(draft, scope) : draft;
}

/** Nothing else at this place says what it is. */
function isOpen(node: JsonSchema): boolean {
  return !['allOf', 'anyOf', 'oneOf', 'if', 'not', '$ref', '$dynamicRef'].some((key) =>
    Object.hasOwn(node, key),
  );
}

function isOfType(draft: Draft, type: string): boolean {
  if (type === 'object') return isDraftObject(draft);
  if (type === 'array') return isDraftArray(draft);
  return draft !== null && (typeof draft as string) === type;
}

function coerceAlternative(draft: Draft, branches: readonly JsonSchema[], scope: Scope): Draft {
  if (scope.trials >= mostTrials || branches.some((branch) => fits(scope, branch, draft))) return draft;
  const outcomes = new Map<string, { readonly value: Draft; readonly trial: Scope }>();
  for (const branch of branches) {
    const trial = fork(scope);
    const value = settle(coerceValue(draft, branch, trial));
    if (value === undefined || !fits(scope, branch, value)) continue;
    outcomes.set(JSON.stringify(value), { value, trial });
  }
  const [only] = outcomes.values();
  if (outcomes.size !== 1 || only === undefined) return draft;
  scope.repairs.push(...only.trial.repairs);
  return only.value;
}

function coerceType(draft: Draft, type: string, here: JsonSchema, scope: Scope): Draft {
  if (type === 'object' && isDraftObject(draft)) return coerceInside(draft, here, scope);
  if (type === 'array' && isDraftArray(draft)) return coerceInside(draft, here, scope);
  if (type === 'object' || type === 'array') return coerceContainer(draft, type, here, scope);
  return coerceScalar(draft, type, scope);
}

function coerceInside(draft: Draft, here: JsonSchema, scope: Scope): Draft {
  if (isDraftObject(draft)) return coerceMembers(draft, here, scope, coerceValue);
  if (!isDraftArray(draft)) return draft;
  const prefix = childNodes(here, 'prefixItems');
  const items = childNode(here, 'items') ?? (isOpen(here) ? {} : undefined);
  return draft.map((item, index) => {
    const node = prefix[index] ?? items;
    return node === undefined ? item : coerceValue(item, node, inside(scope, index));
  });
}

/** An object or array for something else: JSON text, a list of one, one thing for a list. */
function coerceContainer(draft: Draft, type: 'object' | 'array', here: JsonSchema, scope: Scope): Draft {
  const made = typeof draft === 'string' ? readStringified(draft, here, scope) : undefined;
  if (made !== undefined) return made;
  if (type === 'array') {
    return isListable(draft) ? (attempt([draft], here, scope, 'type', 'put into a list') ?? draft) : draft;
  }
  const [item, ...more] = isDraftArray(draft) ? draft : [];
  if (!isDraftObject(item) || more.length > 0) return draft;
  return attempt(item, here, scope, 'type', 'taken out of a list of one') ?? draft;
}

function readStringified(text: string, here: JsonSchema, scope: Scope): Draft | undefined {
  const parsed = /^\s*[[{]/.test(text) ? scope.readText(text) : undefined;
  // Where the text itself could be the one item, the list in it must fit as it stands.
  if (parsed === undefined || (fits(scope, here, [text]) && !fits(scope, here, parsed))) return undefined;
  return attempt(parsed, here, scope, 'stringified', 'JSON text read');
}

/** Text that may be a list itself is not put into one. */
function isListable(draft: Draft): boolean {
  if (typeof draft === 'string') return draft !== '' && !/[,;|\n\r\t[\]{}]/.test(draft);
  return draft !== null && !(draft instanceof Word) && !(draft instanceof RawNumber && draft.rounded);
}

/** Another form of a value, if it comes to fit. */
function attempt(
  draft: Draft,
  here: JsonSchema,
  scope: Scope,
  kind: 'stringified' | 'type',
  detail: string,
): Draft | undefined {
  if (scope.trials >= mostTrials) return undefined;
  const trial = fork(scope);
  const value = coerceValue(draft, here, trial);
  if (!fits(scope, here, value)) return undefined;
  repaired(scope, kind, detail);
  scope.repairs.push(...trial.repairs);
  return value;
}
