import { didYouMean } from '../lib/nearest.ts';
import { ConfigError } from './config-error.ts';

/** For a name that is not among those known: which there are, the first 40, and the nearest. */
export function unknownName(what: string, name: string, known: Iterable<string>): ConfigError {
  const names = [...new Set(known)];
  return new ConfigError({
    code: 'unknown-name',
    what,
    evidence: `There are ${names.slice(0, 40).join(', ') || 'none'}`,
    fix: didYouMean(name, names).trim(),
  });
}
