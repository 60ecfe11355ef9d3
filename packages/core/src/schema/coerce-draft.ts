import type { JsonObject, JsonValue } from '../contracts/json.ts';
import { exactNumber } from './coerce-number.ts';

/** A number as it was written, where its text says more than its value does: 20 digits, `1.10`, `+47`. */
export class RawNumber {
  readonly raw: string;
  /** The digits were lost before we saw the number: `raw` is only near. */
  readonly rounded: boolean;

  constructor(raw: string, rounded = false) {
    this.raw = raw;
    this.rounded = rounded;
  }
}

/** Text without quotes where a value belongs. Only the schema can say what it stands for. */
export class Word {
  readonly raw: string;

  constructor(raw: string) {
    this.raw = raw;
  }
}

/** A value as the model wrote it: JSON, but for leaves that only the schema can settle. */
export type Draft = JsonValue | RawNumber | Word | readonly Draft[] | DraftObject;

export interface DraftObject {
  readonly [key: string]: Draft | undefined;
}

export function isDraftObject(draft: Draft | undefined): draft is DraftObject {
  return (
    typeof draft === 'object' &&
    draft !== null &&
    !Array.isArray(draft) &&
    !(draft instanceof RawNumber) &&
    !(draft instanceof Word)
  );
}

export function isDraftArray(draft: Draft | undefined): draft is readonly Draft[] {
  return Array.isArray(draft);
}

const literals = new Map<string, boolean | null>([
  ['True', true],
  ['TRUE', true],
  ['False', false],
  ['FALSE', false],
  ['None', null],
  ['NULL', null],
  ['Null', null],
]);

/** The JSON literal that a word of another language is; undefined for other words. */
export function literalOf(word: Word): boolean | null | undefined {
  return literals.get(word.raw);
}

/** The plain value of a draft, the same object where nothing had to change; undefined when a leaf is not settled. */
export function settle(draft: Draft): JsonValue | undefined {
  if (draft instanceof RawNumber) return draft.rounded ? undefined : exactNumber(draft.raw);
  if (draft instanceof Word) return literalOf(draft);
  if (isDraftArray(draft)) return settleArray(draft);
  return isDraftObject(draft) ? settleObject(draft) : draft;
}

function settleArray(items: readonly Draft[]): JsonValue | undefined {
  let changed = false;
  const settled: JsonValue[] = [];
  for (const item of items) {
    const value = settle(item);
    if (value === undefined) return undefined;
    changed ||= value !== item;
    settled.push(value);
  }
  // Nothing in it changed, so it holds JSON only.
  return changed ? settled : (items as readonly JsonValue[]);
}

function settleObject(object: DraftObject): JsonObject | undefined {
  let changed = false;
  const settled: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(object)) {
    const value = member === undefined ? undefined : settle(member);
    if (value === undefined) return undefined;
    changed ||= value !== member;
    settled.push([key, value]);
  }
  return changed ? Object.fromEntries(settled) : (object as JsonObject);
}
