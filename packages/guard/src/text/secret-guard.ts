import type { Hooks } from '@pegboard/core';
import { secretFinder } from './find-secrets.ts';
import type { SecretKind } from './secret-rules.ts';
import { textGuard, type TextGuardOptions } from './text-guard.ts';

const kinds: readonly SecretKind[] = ['key', 'token', 'private-key', 'password', 'random'];

/**
 * Keeps keys, tokens and passwords out of what a model sees and says. Default: at `input`, `result` and `output`, each replaced by its kind in
 * brackets. Throws `ConfigError` for options that there are not.
 */
export function secretGuard(options: TextGuardOptions<SecretKind> = {}): Hooks {
  return textGuard(
    {
      name: 'secrets',
      kinds,
      find: secretFinder,
      at: ['input', 'result', 'output'],
      action: 'redact',
      window: 512,
      why: (found) => `It holds secrets (${[...new Set(found.map(({ kind }) => kind))].join(', ')}).`,
    },
    options,
  );
}
