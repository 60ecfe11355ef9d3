import type { GuardPlace, Hooks } from '@pegboard/core';
import { cleanText, type CleanOptions } from './clean-text.ts';
import { redacted } from './text-guard.ts';

export interface CleanGuardOptions extends CleanOptions {
  /** Where it looks. Default: `input`, `result` and `output`. */
  readonly at?: readonly GuardPlace[];
}

/** Cleans texts with `cleanText` where they enter and leave. */
export function cleanGuard({
  at = ['input', 'result', 'output'],
  ...options
}: CleanGuardOptions = {}): Hooks {
  return {
    name: 'clean',
    guard: { at, window: 256, check: (subject) => redacted(subject, (text) => cleanText(text, options)) },
  };
}
