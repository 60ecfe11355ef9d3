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

/** An empty file is an empty configuration. */
export function objectAtRoot(path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  if (hasOddKey(value)) throw unreadable(path, 'a configuration', 'the key "__proto__" is not taken');
  if (isPlainObject(value)) return value;
  throw new ConfigError({
    what: 'A configuration is an object of settings',
    evidence: `${basename(path)} holds ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}`,
    fix: 'Begin it with a setting, such as `model: local/rules`',
  });
}

/** Such a key would be lost on the way, or worse. */
function hasOddKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasOddKey);
}
