import { describeError } from '../errors/describe-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { CallInfo } from './codec.ts';
import { requestIdOf } from './http-errors.ts';
import { redact } from './redact.ts';

/** The answer ended without the mark of its end. */
export function toTruncatedError(call: CallInfo): ProviderError {
  return new ProviderError({
    ...originOf(call),
    code: 'truncated',
    what: `The answer of ${call.provider} ended before it was complete`,
    retryable: true,
  });
}

/** The host sent what is no answer of this API. `evidence` must hold no secret. */
export function toInvalidResponse(evidence: string, call: CallInfo, cause?: unknown): ProviderError {
  return new ProviderError({
    ...originOf(call),
    code: 'invalid-response',
    what: `${call.provider} sent an answer that cannot be read`,
    evidence,
    fix: 'Check that the base URL is the one of this API',
    retryable: false,
    cause,
  });
}

/** A codec threw what is no error of ours. It is not retryable: the same answer would fail again. */
export function toCodecFault(cause: unknown, call: CallInfo): ProviderError {
  return new ProviderError({
    ...originOf(call),
    code: 'provider-bug',
    what: `The codec of ${call.provider} failed on an answer`,
    evidence: redact(describeError(cause), call.secrets),
    fix: 'Report it to its author; testProvider of @pegboard/testing shows such faults',
    retryable: false,
    cause,
  });
}

function originOf({
  provider,
  model,
  headers,
}: CallInfo): Pick<ProviderError, 'provider' | 'model' | 'requestId'> {
  return { provider, model, requestId: requestIdOf(headers) };
}
