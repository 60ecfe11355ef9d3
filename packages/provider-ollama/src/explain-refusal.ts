import { isProviderError, ProviderError } from '@pegboard/core/provider';

/** A server that does not run is the commonest failure here: says so, and how to start it. Other errors pass. */
export function explainRefusal(error: unknown, url: string): unknown {
  const isRefused =
    isProviderError(error) &&
    error.code === 'network' &&
    /ECONNREFUSED|connection ?refused/i.test(error.message);
  if (!isRefused) return error;
  return new ProviderError({
    code: 'network',
    what: `Ollama does not run at ${URL.parse(url)?.host ?? 'its address'}`,
    evidence: 'Nothing listens there: ECONNREFUSED',
    fix: 'Start it with `ollama serve` or by its app, or set OLLAMA_HOST or baseURL to where it runs',
    provider: error.provider,
    model: error.model,
    retryable: true,
    cause: error.cause,
  });
}
