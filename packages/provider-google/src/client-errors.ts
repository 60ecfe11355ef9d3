import {
  type CallInfo,
  type NetworkFailure,
  ProviderError,
  toInvalidResponse,
  toNetworkError,
  toTruncatedError,
} from '@pegboard/core/provider';
import { toApiError } from './errors.ts';

export type ClientCall = Omit<NetworkFailure, 'error'> & CallInfo;

interface SdkError {
  readonly name?: unknown;
  readonly status?: unknown;
  readonly message?: unknown;
  readonly errorDetails?: unknown;
}

/** What an SDK threw, known by shape: there may be several copies of it. */
export function toClientError(thrown: unknown, call: ClientCall): ProviderError {
  const error: SdkError = typeof thrown === 'object' && thrown !== null ? thrown : {};
  const message = typeof error.message === 'string' ? error.message : '';
  if (typeof error.status === 'number') return toApiError(error.status, toBody(message, error), call);
  // The caller's own abort never comes here: it is the client's time limit.
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    const what = 'The client of Google waited too long';
    return new ProviderError({ ...call, code: 'timeout', what, retryable: true, cause: thrown });
  }
  if (/Failed to parse stream|Incomplete JSON segment/.test(message)) return toTruncatedError(call);
  if (thrown instanceof SyntaxError || /pars(?:e|ing)/i.test(message))
    return toInvalidResponse('It is no JSON', call);
  if (/credential|authenticat|api key/i.test(message) && !/fetch/.test(message)) {
    const what = 'The client of Google could not sign in';
    return new ProviderError({ ...call, code: 'authentication', what, retryable: false, cause: thrown });
  }
  return toNetworkError({ ...call, error: thrown });
}

/**
 * The body of the answer: @google/genai keeps it as its message; @google/generative-ai keeps the host's words behind the address and the
 * status, and the details apart.
 */
function toBody(message: string, { status, errorDetails }: SdkError): string {
  const words = /^\[GoogleGenerativeAI Error\]: Error fetching from .*?: \[\d{3} [^\]]*\] (.*)$/s.exec(
    message,
  )?.[1];
  if (words === undefined) return message;
  const details = Array.isArray(errorDetails) ? errorDetails : [];
  const shown = details.length > 0 ? words.replace(` ${JSON.stringify(details)}`, '') : words;
  return JSON.stringify({ error: { code: status, ...(shown.trim() !== '' && { message: shown }), details } });
}
