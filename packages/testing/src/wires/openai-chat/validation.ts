import type { JsonObject, JsonValue } from '@pegboard/core';

/** Notes a problem; `at` is the path below the key, such as `[2].content`. */
export type Report = (problem: string, at?: string) => void;

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that is not empty. */
export function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

/** Reports keys of `value` that are not in `known`. */
export function onlyKeys(value: JsonObject, known: readonly string[], report: Report, at: string): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) report('is not a known key', `${at}.${key}`);
  }
}

/** Names of functions and structured outputs. */
export const namePattern = /^[a-zA-Z0-9_-]{1,64}$/;
