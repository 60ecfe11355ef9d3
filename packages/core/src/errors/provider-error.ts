import type { RateLimits } from '../contracts/provider.ts';
import { type ErrorText, isPegboardError, PegboardError } from './pegboard-error.ts';

export interface ProviderErrorText extends ErrorText {
  readonly provider: string;
  readonly model?: string | undefined;
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** Milliseconds that the host asks to wait. */
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly rateLimits?: RateLimits | undefined;
}

/** A model call failed. Never holds a key or a header. */
export class ProviderError extends PegboardError {
  readonly provider: string;
  readonly model: string | undefined;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;
  readonly rateLimits: RateLimits | undefined;

  constructor(text: ProviderErrorText) {
    super(text);
    this.name = 'ProviderError';
    this.provider = text.provider;
    this.model = text.model;
    this.status = text.status;
    this.retryable = text.retryable;
    this.retryAfterMs = text.retryAfterMs;
    this.requestId = text.requestId;
    this.rateLimits = text.rateLimits;
  }
}

/** True for a `ProviderError` of any copy of this package. */
export function isProviderError(value: unknown): value is ProviderError {
  return isPegboardError(value) && 'retryable' in value;
}
