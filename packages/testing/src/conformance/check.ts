import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** Fails with this message, which says what should have been. */
export function check(condition: unknown, message: string): asserts condition {
  if (!condition) assert.fail(message);
}

/** Equal as JSON: key order does not count, absent and `undefined` are the same. */
export function checkSame(actual: unknown, expected: unknown, message: string): void {
  const [is, should] = [canonical(actual), canonical(expected)];
  if (is === should) return;
  assert.fail(`${message}\n  expected ${excerpt(should)}\n  got      ${excerpt(is)}`);
}

/** One of the values. */
export function checkOneOf(actual: unknown, expected: readonly unknown[], message: string): void {
  check(
    expected.includes(actual),
    `${message}: expected one of ${inspect(expected)}, got ${inspect(actual)}`,
  );
}

/** JSON text with sorted keys; own keys only, `__proto__` included. */
export function canonical(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? typeof value;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

function excerpt(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}… (${text.length} characters)`;
}
