import type { Awaitable } from '../contracts/json.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { isPromiseLike } from '../lib/deadline.ts';
import { type ApiKey, readEnv, findApiKey } from './api-key.ts';
import type { Codec, Transport } from './codec.ts';
import { sendHttp } from './http.ts';
import type { HttpHeaders } from './http-types.ts';
import { toNetworkError } from './network-error.ts';

/** What every provider that speaks HTTP lets its users choose. */
export interface HttpOptions {
  /** Text, or a function that is asked before every call. */
  readonly apiKey?: ApiKey | undefined;
  readonly baseURL?: string | undefined;
  /** Added to every request; they win over ours. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Used in place of the built-in transport, on Node too. */
  readonly fetch?: typeof fetch | undefined;
  /** Certificates (PEM) to trust in place of the usual ones. Node only. */
  readonly ca?: string | readonly string[] | undefined;
  /** True: send the key from a browser, where every visitor can read it. Default false. */
  readonly allowBrowser?: boolean | undefined;
}

/** One API's host. */
export interface HttpHost {
  /** Name of the provider, for errors. */
  readonly provider: string;
  readonly framing: Codec['framing'];
  readonly baseURL: string;
  /** Environment variable that holds another base URL. */
  readonly baseVariable?: string | undefined;
  /** Environment variable that holds the key. */
  readonly keyVariable: string;
  /** True: without a key the request goes out without one. */
  readonly keyless?: boolean | undefined;
  /** Headers of every request, in lower case: `bearerHeaders`, or a function. `key` is absent only for a keyless host. */
  readonly headers: (key: string | undefined) => HttpHeaders;
}

/** HTTP of our own. The key is asked for at every call, so that making a provider never fails. */
export function createHttpTransport(host: HttpHost, options: HttpOptions): Transport {
  const own = lowerCase(options.headers ?? {});
  const { fetch, ca } = options;
  return async (call) => {
    const { path, model, headers: extra, stream, signal } = call;
    const asked = askKey(host, model, options, signal);
    const key = isPromiseLike(asked) ? await asked : asked;
    const base = options.baseURL ?? (readEnv(host.baseVariable ?? '') || host.baseURL);
    const url = `${base.replace(/\/+$/, '')}${path}`;
    const streamType = host.framing === 'sse' ? 'text/event-stream' : 'application/x-ndjson';
    const headers = {
      'content-type': 'application/json',
      accept: stream ? streamType : 'application/json',
      ...host.headers(key),
      ...extra,
      ...own,
    };
    const secrets = [...(key === undefined ? [] : [key]), ...secretsOf(own)];
    try {
      const body = call.pieces ?? call.body;
      const response = await sendHttp({ url, method: 'POST', headers, body, signal, fetch, ca });
      return { response, url, secrets };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (isPegboardError(error) && error.code === 'config') throw error;
      throw toNetworkError({ provider: host.provider, model, url, error, secrets });
    }
  };
}

function askKey(
  { provider, keyVariable: variable, keyless }: HttpHost,
  model: string,
  { apiKey, allowBrowser }: HttpOptions,
  signal: AbortSignal,
): Awaitable<string | undefined> {
  if (keyless && apiKey === undefined && !readEnv(variable)) return undefined;
  const key = findApiKey({ apiKey, allowBrowser, signal, variable });
  if (!isPromiseLike(key)) return key;
  return key.then(undefined, (cause: unknown) => {
    if (signal.aborted) throw signal.reason;
    if (isPegboardError(cause)) throw cause;
    const what = 'The function apiKey gave no key';
    throw new ProviderError({ code: 'authentication', what, provider, model, retryable: false, cause });
  });
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function secretsOf(headers: HttpHeaders): string[] {
  return Object.entries(headers)
    .filter(([name]) => /auth|key|token|secret|cookie/.test(name))
    .map(([, value]) => value);
}
