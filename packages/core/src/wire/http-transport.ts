import type { Awaitable } from '../contracts/json.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import type { OptionNames } from '../errors/check-options.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { isPromiseLike } from '../lib/deadline.ts';
import { type ApiKey, readEnv, findApiKey } from './api-key.ts';
import type { Codec, Transport, WireCall } from './codec.ts';
import { sendHttp } from './http.ts';
import type { HttpHeaders, HttpRequest } from './http-types.ts';
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

/** For `checkOptions`. */
export const httpOptionNames: OptionNames<HttpOptions> = {
  apiKey: true,
  baseURL: true,
  headers: true,
  fetch: true,
  ca: true,
  allowBrowser: true,
};

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
  const ownSecrets = secretsOf(own);
  const { fetch, ca } = options;
  const streamType = host.framing === 'sse' ? 'text/event-stream' : 'application/x-ndjson';
  const toRequest = (call: WireCall, key: string | undefined): HttpRequest => ({
    url: urlOf(host, options, call.path),
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: call.stream ? streamType : 'application/json',
      ...host.headers(key),
      ...call.headers,
      ...own,
    },
    body: call.pieces ?? call.body,
    signal: call.signal,
    fetch,
    ca,
  });
  return async (call) => {
    const asked = askKey(host, call.model, options, call.signal);
    const key = isPromiseLike(asked) ? await asked : asked;
    const request = toRequest(call, key);
    const secrets = key === undefined ? ownSecrets : [key, ...ownSecrets];
    try {
      return { response: await sendHttp(request), url: request.url, secrets };
    } catch (error) {
      if (call.signal.aborted) throw call.signal.reason;
      if (isPegboardError(error) && error.code === 'config') throw error;
      const { provider } = host;
      throw toNetworkError({ provider, model: call.model, url: request.url, error, secrets });
    }
  };
}

/** The environment is read at each call, as for the key. */
function urlOf({ baseVariable, baseURL }: HttpHost, options: HttpOptions, path: string): string {
  const base = options.baseURL ?? ((baseVariable && readEnv(baseVariable)) || baseURL);
  return (base.endsWith('/') ? base.replace(/\/+$/, '') : base) + path;
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
