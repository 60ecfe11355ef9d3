import { APICallError } from 'ai';
import { isProviderError, type Origin, ProviderError } from '@pegboard/core';
import { codeOfStatus, parseRetryAfter, redact, requestIdOf } from '@pegboard/core/provider';

/** Whatever a model of the AI SDK failed with, as an error of ours. */
export function fromCallError(error: unknown, { provider, model }: Origin): ProviderError {
  if (isProviderError(error)) return error;
  const words = error instanceof Error ? error.message : String(error);
  const what = `${provider} has failed`;
  const evidence = redact(words, []).slice(0, 2_000);
  if (!APICallError.isInstance(error)) {
    return new ProviderError({
      code: 'provider-bug',
      what,
      evidence,
      provider,
      model,
      retryable: false,
      cause: error,
    });
  }
  const { statusCode, isRetryable, responseHeaders = {} } = error;
  return new ProviderError({
    // Without a status nobody has answered.
    code: statusCode === undefined ? 'network' : codeOfStatus(statusCode),
    what,
    evidence,
    provider,
    model,
    status: statusCode,
    retryable: isRetryable,
    retryAfterMs: parseRetryAfter(responseHeaders),
    requestId: requestIdOf(responseHeaders),
  });
}
