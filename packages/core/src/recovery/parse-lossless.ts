import type { JsonValue } from '../contracts/json.ts';

/** The value of JSON to the letter, if parsing loses nothing: no key twice, no number with more digits than it can hold. Else undefined. */
export function parseLossless(text: string): JsonValue | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  const keys = countKeys(value);
  return keys === undefined || keys !== countColons(text) ? undefined : value;
}

const maxDepth = 500;

/** Undefined: a number was rounded, or the nesting is out of all reason. */
function countKeys(root: JsonValue): number | undefined {
  let keys = 0;
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return undefined;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined;
      if (typeof value !== 'object' || value === null) continue;
      const members: readonly unknown[] = Object.values(value);
      if (!Array.isArray(value)) keys += members.length;
      next.push(...members);
    }
    level = next;
  }
  return keys;
}

/** Colons outside strings: one for each key that was written. */
function countColons(text: string): number {
  let count = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === backslash) at++;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === colon) count++;
  }
  return count;
}

const [quote, colon, backslash] = [34, 58, 92];
