import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { Choices } from './choices.ts';

/** What the making of one value carries along. */
export interface Scope {
  readonly root: JsonObject;
  readonly choices: Choices;
  /** Optional members are written too. */
  readonly optional: boolean;
  readonly depth: number;
  /** Which of several items this is a part of, so that items differ. */
  readonly variant: number;
}

/** Undefined: no value fits. */
export type Made = JsonValue | undefined;

/** Makes the value of a child schema. */
export type MakeChild = (schema: JsonValue | undefined, scope: Scope) => Made;

/** From here on nothing is written that need not be. */
export const deep = 4;

/** Deeper than any sound example; recursion without an end stops here. */
export const deepest = 24;

export function pick<T>(values: readonly T[], { choices, variant }: Scope): T | undefined {
  return values.length === 0 ? undefined : values[(choices.take(values.length) + variant) % values.length];
}
