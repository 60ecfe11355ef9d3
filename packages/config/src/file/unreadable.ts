import { basename } from 'node:path';
import { ConfigError } from '@pegboard/core';
import { isPlainObject } from '../lib/is-plain-object.ts';
import type { Place } from './config-file.ts';

export function unreadable(path: string, format: string, why: string, place?: Place): ConfigError {
  const at = place ? `:${place.line}:${place.column}` : '';
  return new ConfigError({
    what: `The configuration is not ${format} that can be read`,
    evidence: `${basename(path)}${at}: ${why}`,
    fix: `Correct ${path}`,
  });
}

/** Values further down are refused: nothing sensible lies there, and what reads them calls itself for each level. */
const maxDepth = 100;

/** An empty file is an empty configuration. */
export function objectAtRoot(path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  const odd = oddity(value);
  if (odd !== undefined) throw unreadable(path, 'a configuration', odd);
  if (isPlainObject(value)) return value;
  throw new ConfigError({
    what: 'A configuration is an object of settings',
    evidence: `${basename(path)} holds ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}`,
    fix: 'Begin it with a setting, such as `model: local/rules`',
  });
}

/** A key that would be lost on the way, or worse; or more levels than are read. */
function oddity(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, '__proto__')) return 'the key "__proto__" is not taken';
  if (depth > maxDepth) return `it is nested more than ${maxDepth} levels deep`;
  for (const member of Object.values(value)) {
    const odd = oddity(member, depth + 1);
    if (odd !== undefined) return odd;
  }
  return undefined;
}
