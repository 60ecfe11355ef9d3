import type { ErrorCode } from '../errors/pegboard-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { HttpHeaders } from './http-types.ts';
import { parseRateLimits } from './rate-limits.ts';
import { redact } from './redact.ts';

/** A refusal as its provider's `to*Error` understood it; what is absent is taken from status and headers. */
export interface HttpFailure {
  readonly provider: string;
  readonly model?: string | undefined;
  /** 0 when the refusal came inside an answer of status 200. */
  readonly status: number;
  readonly headers: HttpHeaders;
  /** The host's own words. */
  readonly message?: string | undefined;
  /** Wins over the class of the status. */
  readonly code?: ErrorCode | undefined;
  readonly retryable?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly fix?: string | undefined;
  /** Keys that must not show even when the host echoes them. */
  readonly secrets?: readonly string[] | undefined;
}

/** Makes the error of an answer that is a refusal. `x-should-retry` has the last word on `retryable`. */
export function toHttpError(failure: HttpFailure): ProviderError {
  const { provider, status, headers } = failure;
  const code = failure.code ?? codeOfStatus(status);
  const words = failure.message && redact(failure.message, failure.secrets ?? []).slice(0, 2000);
  return new ProviderError({
    code,
    what: status === 0 ? `${provider} reported an error` : `${provider} answered with status ${status}`,
    evidence: words,
    fix: failure.fix,
    provider,
    model: failure.model,
    status: status === 0 ? undefined : status,
    retryable: shouldRetry(headers) ?? failure.retryable ?? isRetryable(code),
    retryAfterMs: parseRetryAfter(headers) ?? failure.retryAfterMs,
    requestId: failure.requestId ?? requestIdOf(headers),
    rateLimits: parseRateLimits(headers),
  });
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'authentication',
  402: 'payment',
  403: 'permission',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  429: 'rate-limit',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
};

/** The class of an HTTP status. */
export function codeOfStatus(status: number): ErrorCode {
  const code = codes[status];
  if (code !== undefined) return code;
  if (status >= 500 || status === 0) return 'server';
  return status >= 400 ? 'invalid-request' : 'invalid-response';
}

const retryableCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate-limit',
  'conflict',
  'timeout',
  'overloaded',
  'server',
  'network',
  'truncated',
]);

/** Whether the same request may succeed later, by the class of the failure. */
export function isRetryable(code: ErrorCode): boolean {
  return retryableCodes.has(code);
}

function shouldRetry(headers: HttpHeaders): boolean | undefined {
  const value = headers['x-should-retry'];
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** Milliseconds by `retry-after-ms`, else by `retry-after` in seconds or as an HTTP date; undefined when absent or unreadable. */
export function parseRetryAfter(headers: HttpHeaders, now: number = Date.now()): number | undefined {
  const milliseconds = readNumber(headers['retry-after-ms']);
  if (milliseconds !== undefined) return milliseconds;
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  const seconds = readNumber(text);
  if (seconds !== undefined) return seconds * 1000;
  // Only text that starts with a weekday is a date here: `Date.parse` reads much more.
  const date = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

/** The host's name of this exchange, to quote to its support. */
export function requestIdOf(headers: HttpHeaders): string | undefined {
  return headers['x-request-id'] ?? headers['request-id'] ?? headers['apim-request-id'];
}
