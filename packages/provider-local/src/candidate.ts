import type { JsonSchema, JsonValue } from '@pegboard/core/provider';
import type { Fact } from './read-facts.ts';
import type { TextValue } from './read-values.ts';

/** How surely a value belongs to a parameter. Below `specific` it is given to required parameters only. */
export const strength = {
  labelled: 9,
  named: 7,
  specific: 6,
  typed: 5,
  proper: 4,
  likely: 3,
  free: 2,
  fallback: 1,
} as const;

/** A value that a parameter may get. */
export interface Candidate {
  readonly value: JsonValue;
  readonly strength: number;
  /** Where in the text it stands; absent for what stands nowhere. */
  readonly span?: { readonly start: number; readonly end: number };
  /** Which fact of an earlier result it is. */
  readonly fact?: Fact;
}

/** What the candidates are looked for in. */
export interface Material {
  readonly text: string;
  readonly values: readonly TextValue[];
  readonly facts: readonly Fact[];
  /** Meanings of the tool's name, which are the request and not its arguments. */
  readonly toolMeanings: readonly string[];
  readonly root: JsonSchema;
}

/** True when both stand in the text and share a character. */
export function overlaps(one: Candidate['span'], other: Candidate['span']): boolean {
  return one !== undefined && other !== undefined && one.start < other.end && other.start < one.end;
}
