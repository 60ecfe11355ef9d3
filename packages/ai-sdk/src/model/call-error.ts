import { APICallError } from 'ai';
import { isProviderError, type JsonValue } from '@pegboard/core';

/** The error of a provider as the AI SDK knows errors: by it, it decides whether to try again, and when. */
export function toCallError(error: unknown): unknown {
  if (!isProviderError(error)) return error;
  const { message, status, retryable, retryAfterMs, code, provider, model } = error;
  const data: JsonValue = { code, provider, model: model ?? null };
  return new APICallError({
    message,
    url: '',
    requestBodyValues: {},
    ...(status !== undefined && { statusCode: status }),
    ...(retryAfterMs !== undefined && { responseHeaders: { 'retry-after-ms': String(retryAfterMs) } }),
    isRetryable: retryable,
    data,
    cause: error,
  });
}
