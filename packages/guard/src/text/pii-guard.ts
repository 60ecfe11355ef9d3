import type { Hooks } from '@pegboard/core';
import { findPii } from './find-pii.ts';
import type { PiiKind } from './pii-rules.ts';
import { textGuard, type TextGuardOptions } from './text-guard.ts';

const kinds: readonly PiiKind[] = ['email', 'phone', 'card', 'iban', 'id'];

/**
 * Keeps mail addresses, telephone numbers, cards, IBANs and personal numbers out of what a model sees and says. Default: at `input`, `result` and
 * `output`, each replaced by its kind in brackets. Throws `ConfigError` for options that there are not.
 */
export function piiGuard(options: TextGuardOptions<PiiKind> = {}): Hooks {
  return textGuard(
    {
      name: 'pii',
      kinds,
      find: findPii,
      at: ['input', 'result', 'output'],
      action: 'redact',
      window: 256,
      why: (found) => `It holds personal data (${[...new Set(found.map(({ kind }) => kind))].join(', ')}).`,
    },
    options,
  );
}
