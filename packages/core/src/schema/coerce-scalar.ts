import type { JsonValue } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { type Draft, isDraftArray, literalOf, RawNumber, settle, Word } from './coerce-draft.ts';
import { looseName } from './coerce-name.ts';
import { exactNumber, isJsonNumber } from './coerce-number.ts';
import { change, repaired, type Scope } from './coerce-scope.ts';
import { allowedValues } from './describe-node.ts';

/** The one allowed value that says the same in other case, with other separators or as another type; else the draft itself. */
export function coerceEnum(draft: Draft, node: JsonSchema, scope: Scope): Draft {
  const wanted = nameOf(draft);
  if (wanted === undefined || wanted === '') return draft;
  const allowed = allowedValues(node);
  const matches = exactMatches(draft, allowed) ?? allowed.filter((value) => nameOf(value) === wanted);
  const [match] = matches;
  if (matches.length !== 1 || match === undefined) return draft;
  const sameType = typeof match === 'string' && (typeof draft === 'string' || draft instanceof Word);
  repaired(scope, draft instanceof Word ? 'unquoted' : sameType ? 'enum' : 'type', change(draft, match));
  return match;
}

/** A word may be an allowed value to the letter, though another one differs from it by case only. */
function exactMatches(draft: Draft, allowed: readonly JsonValue[]): readonly JsonValue[] | undefined {
  const text = draft instanceof Word || draft instanceof RawNumber ? draft.raw : draft;
  return allowed.some((value) => value === text) ? allowed.filter((value) => value === text) : undefined;
}

function nameOf(value: Draft): string | undefined {
  if (value instanceof RawNumber) return value.rounded ? undefined : value.raw;
  if (value instanceof Word) return looseName(value.raw);
  if (typeof value === 'string') return looseName(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A scalar of one JSON type; the draft itself where no certain conversion exists. */
export function coerceScalar(draft: Draft, type: string, scope: Scope): Draft {
  const value = isDraftArray(draft) ? onlyItem(draft) : draft;
  const made = convert(value, type);
  if (made === undefined || (value !== draft && made !== value)) return draft;
  const exact = made === draft || (draft instanceof RawNumber && typeof made === 'number');
  if (!exact) repaired(scope, draft instanceof Word ? wordKind(made) : 'type', change(draft, made));
  return made;
}

function wordKind(made: JsonValue): 'literal' | 'unquoted' {
  return typeof made === 'string' ? 'unquoted' : 'literal';
}

/** A list of one, where one is wanted. */
function onlyItem(items: readonly Draft[]): Draft {
  const [item] = items;
  return items.length === 1 && item !== undefined && typeof item !== 'object' ? item : items;
}

function convert(draft: Draft, type: string): JsonValue | undefined {
  switch (type) {
    case 'string':
      return toText(draft);
    case 'number':
    case 'integer':
      return toNumber(draft, type);
    case 'boolean':
      return toBoolean(draft);
    case 'null':
      return toNull(draft);
    default:
      return undefined;
  }
}

/** Digits are kept as they were written; where they are not known any more, only whole numbers that lost nothing are taken. */
function toText(draft: Draft): string | undefined {
  if (typeof draft === 'string') return draft;
  if (typeof draft === 'boolean') return String(draft);
  if (typeof draft === 'number') return Number.isSafeInteger(draft) ? String(draft) : undefined;
  if (draft instanceof RawNumber) return draft.rounded ? undefined : draft.raw;
  if (draft instanceof Word) return likeLiteral(draft) ? undefined : draft.raw;
  return undefined;
}

function likeLiteral(word: Word): boolean {
  return /^(?:true|false|null|none|nil|undefined|nan|[+-]?inf(?:inity)?|void)$/i.test(word.raw);
}

function toNumber(draft: Draft, type: string): number | undefined {
  const value = numberOf(draft, type);
  return type === 'integer' && !Number.isInteger(value) ? undefined : value;
}

function numberOf(draft: Draft, type: string): number | undefined {
  if (typeof draft === 'number') return draft;
  if (draft instanceof RawNumber) {
    if (!draft.rounded) return exactNumber(draft.raw);
    return type === 'number' ? Number(draft.raw) : undefined;
  }
  return typeof draft === 'string' && isJsonNumber(draft.trim()) ? exactNumber(draft.trim()) : undefined;
}

function toBoolean(draft: Draft): boolean | undefined {
  if (typeof draft === 'boolean') return draft;
  const text = draft instanceof Word ? draft.raw : draft;
  if (typeof text !== 'string' || !/^(?:true|false)$/i.test(text.trim())) return undefined;
  return text.trim().toLowerCase() === 'true';
}

function toNull(draft: Draft): null | undefined {
  if (draft === null || (draft instanceof Word && literalOf(draft) === null)) return null;
  return typeof draft === 'string' && /^(?:null|none)$/i.test(draft.trim()) ? null : undefined;
}

/** A draft that no schema describes: numbers too long for a number are kept as text, which loses nothing. */
export function settleFreely(draft: Draft, scope: Scope): Draft {
  if (draft instanceof RawNumber && settle(draft) === undefined) {
    if (draft.rounded) return Number(draft.raw);
    repaired(
      scope,
      'type',
      `the number ${draft.raw.slice(0, 40)} kept as text, since a number would lose digits`,
    );
    return draft.raw;
  }
  if (draft instanceof Word) {
    const literal = literalOf(draft);
    if (literal !== undefined) repaired(scope, 'literal', change(draft, literal));
    return literal ?? draft;
  }
  return draft;
}
