import { type ErrorCode, ProviderError, type ProviderErrorText } from '@pegboard/core';

const statuses: Partial<Record<ErrorCode, number>> = {
  'invalid-request': 400,
  'context-too-long': 400,
  authentication: 401,
  payment: 402,
  permission: 403,
  'not-found': 404,
  timeout: 408,
  conflict: 409,
  'rate-limit': 429,
  server: 500,
  overloaded: 529,
};
const retryable: ReadonlySet<ErrorCode> = new Set([
  'timeout',
  'conflict',
  'rate-limit',
  'server',
  'overloaded',
  'network',
  'truncated',
]);

/** A `ProviderError` as a real provider would throw it for this code; `more` overrides any field. */
export function scriptedError(
  code: ErrorCode,
  more: Partial<Omit<ProviderErrorText, 'code'>> = {},
): ProviderError {
  return new ProviderError({
    code,
    what: `The scripted provider fails with ${code}`,
    provider: 'scripted',
    status: statuses[code],
    retryable: retryable.has(code),
    ...more,
  });
}
