import {
  type ApiKey,
  type HttpResponse,
  isPegboardError,
  ProviderError,
  resolveApiKey,
  readEnv,
  sendHttp,
  toNetworkError,
} from '@pegboard/core/provider';

/** One request of a codec. */
export interface WireCall {
  readonly path: '/chat/completions';
  readonly model: string;
  readonly body: string;
  readonly stream: boolean;
  readonly signal: AbortSignal;
}

export interface WireAnswer {
  readonly response: HttpResponse;
  /** Where it came from; only the host is ever shown. */
  readonly url: string;
  /** What must not show in an error. */
  readonly secrets: readonly string[];
}

/** Carries bodies there and bytes back, whatever their status. Rejects with a `ProviderError`, a `ConfigError` or the signal's reason. */
export type Transport = (call: WireCall) => Promise<WireAnswer>;

export interface HttpOptions {
  /** Text, or a function that is asked before every call. Default: OPENAI_API_KEY. */
  readonly apiKey?: ApiKey | undefined;
  /** Default: OPENAI_BASE_URL, else https://api.openai.com/v1. */
  readonly baseURL?: string | undefined;
  /** Added to every request; they win over ours. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Used in place of the built-in transport, on Node too. */
  readonly fetch?: typeof fetch | undefined;
  /** Certificates (PEM) to trust in place of the usual ones. Node only. */
  readonly ca?: string | readonly string[] | undefined;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
  /** True: send the key from a browser, where every visitor can read it. Default false. */
  readonly allowBrowser?: boolean | undefined;
}

/** Our own HTTP. The key is asked for at every call, so that making a provider never fails. */
export function createHttpTransport(provider: string, options: HttpOptions): Transport {
  return async ({ path, model, body, stream, signal }) => {
    const key = await askKey(provider, model, options, signal);
    const base = options.baseURL ?? readEnv('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1';
    const url = `${base.replace(/\/+$/, '')}${path}`;
    const own = lowerCase(options.headers ?? {});
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: stream ? 'text/event-stream' : 'application/json',
      ...(options.organization !== undefined && { 'openai-organization': options.organization }),
      ...(options.project !== undefined && { 'openai-project': options.project }),
      ...own,
    };
    const secrets = [key, ...secretsOf(own)];
    const { fetch, ca } = options;
    try {
      const response = await sendHttp({ url, method: 'POST', headers, body, signal, fetch, ca });
      return { response, url, secrets };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (isPegboardError(error) && error.code === 'config') throw error;
      throw toNetworkError({ provider, model, url, error, secrets });
    }
  };
}

async function askKey(
  provider: string,
  model: string,
  options: HttpOptions,
  signal: AbortSignal,
): Promise<string> {
  const { apiKey, allowBrowser } = options;
  try {
    return await resolveApiKey({ apiKey, allowBrowser, signal, variable: 'OPENAI_API_KEY' });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (isPegboardError(cause)) throw cause;
    const what = 'The function apiKey gave no key';
    throw new ProviderError({ code: 'authentication', what, provider, model, retryable: false, cause });
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function secretsOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => /auth|key|token|secret|cookie/.test(name))
    .map(([, value]) => value);
}
