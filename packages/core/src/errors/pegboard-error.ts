import { isBranded } from '../lib/recognise.ts';

const brand: unique symbol = Symbol.for('pegboard.error') as never;

/** Everything that can be wrong, as a closed list. Provider codes first, then run codes, then configuration codes. */
export type ErrorCode =
  | 'invalid-request'
  | 'context-too-long'
  | 'authentication'
  | 'permission'
  | 'not-found'
  | 'payment'
  | 'rate-limit'
  | 'conflict'
  | 'timeout'
  | 'overloaded'
  | 'server'
  | 'network'
  | 'truncated'
  | 'invalid-response'
  | 'content-filter'
  | 'provider-bug'
  | 'hook'
  | 'memory'
  | 'checkpoint'
  | 'schema'
  | 'tool'
  | 'internal'
  | 'config'
  | 'missing-key'
  | 'invalid-tool'
  | 'duplicate-name'
  | 'unknown-name'
  | 'invalid-input'
  | 'invalid-state';

export interface ErrorText {
  readonly code: ErrorCode;
  /** What happened, as one sentence without the full stop. */
  readonly what: string;
  /** The evidence: values, names, an excerpt. */
  readonly evidence?: string | undefined;
  /** What to do about it. */
  readonly fix?: string | undefined;
  readonly cause?: unknown;
}

/** Base of all errors of Pegboard. Use `isPegboardError`, which also knows errors of another copy of this package. */
export class PegboardError extends Error {
  readonly code: ErrorCode;

  constructor({ code, what, evidence, fix, cause }: ErrorText) {
    super(
      [what, evidence, fix].flatMap((text) => (text ? asSentence(text) : [])).join(' '),
      cause === undefined ? {} : { cause },
    );
    this.name = 'PegboardError';
    this.code = code;
  }

  /** Marks it across duplicate installs. */
  get [brand](): true {
    return true;
  }
}

/** True for any error of ours, also one made by another copy of this package. */
export function isPegboardError(value: unknown): value is PegboardError {
  return isBranded(value, brand);
}

/** Whoever writes no types may pass something else. */
function asSentence(text: unknown): string {
  return String(text).replace(/[^.!?)]$/, '$&.');
}
