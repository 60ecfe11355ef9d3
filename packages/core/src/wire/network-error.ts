import { isPegboardError } from '../errors/pegboard-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { redact } from './redact.ts';

export interface NetworkFailure {
  readonly provider: string;
  readonly model?: string | undefined;
  /** Only its host is shown. */
  readonly url: string;
  readonly error: unknown;
  readonly secrets?: readonly string[] | undefined;
}

/** Makes a retryable `ProviderError` of code `network` out of what a transport threw. It names the host, never a header or a path. */
export function toNetworkError({ provider, model, url, error, secrets = [] }: NetworkFailure): ProviderError {
  const reason = words[codeOf(error)] ?? redact(messageOf(error), [...secrets, url]);
  return new ProviderError({
    code: 'network',
    what: `The connection to ${URL.parse(url)?.host ?? 'the host'} failed`,
    evidence: reason.slice(0, 500),
    fix: fixes[codeOf(error)],
    provider,
    model,
    retryable: true,
    cause: error,
  });
}

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its name could not be resolved: ENOTFOUND',
  EAI_AGAIN: 'Its name could not be resolved for now: EAI_AGAIN',
  ECONNREFUSED: 'Nothing listens there: ECONNREFUSED',
  ECONNRESET: 'The connection was reset: ECONNRESET',
  EPIPE: 'The connection was closed while sending: EPIPE',
  ETIMEDOUT: 'It did not answer in time: ETIMEDOUT',
  EHOSTUNREACH: 'There is no way to it: EHOSTUNREACH',
  ENETUNREACH: 'There is no way to its network: ENETUNREACH',
};

const certificateFix =
  'Set NODE_EXTRA_CA_CERTS, or the option ca, to the certificate of the authority that signed it';

const fixes: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Check the base URL and the name server',
  ECONNREFUSED: 'Check the base URL and that the server runs',
  DEPTH_ZERO_SELF_SIGNED_CERT: certificateFix,
  SELF_SIGNED_CERT_IN_CHAIN: certificateFix,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificateFix,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificateFix,
};

/** `fetch` hides the real error in `cause`, several addresses tried hide it in `errors`. */
function codeOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 5) return '';
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string' && !isPegboardError(error)) return code;
  return codeOf(Array.isArray(errors) ? errors[0] : cause, depth + 1);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && !isPegboardError(error)
    ? `${error.message}: ${cause.message}`
    : error.message;
}
