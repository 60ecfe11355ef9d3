import { type ErrorCode, PegboardError } from '@pegboard/core';

interface Story {
  readonly what: string;
  readonly evidence: string;
  readonly fix: string;
  readonly cause?: unknown;
  /** Default `invalid-input`. */
  readonly code?: ErrorCode;
}

/** An image that cannot be used. */
export function imageError({ code = 'invalid-input', ...story }: Story): PegboardError {
  return new PegboardError({ code, ...story });
}
