import {
  createHttpTransport,
  type HttpHost,
  type HttpOptions,
  isPegboardError,
  readEnv,
  resolveApiKey,
  sendHttp,
  toNetworkError,
  type Transport,
} from '@pegboard/core/provider';
import { type OllamaAddress, readAddress } from './address.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { ModelSource } from './list-models.ts';

/** HTTP of our own: how calls go, and how models are listed. */
export function createHttp(
  provider: string,
  { baseURL, ...options }: HttpOptions,
): { readonly transport: Transport; readonly get: ModelSource['get'] } {
  const address = (): OllamaAddress => readAddress(baseURL ?? readEnv('OLLAMA_HOST') ?? '');
  const host = hostOf(provider, address, options);
  const transport = createHttpTransport(host, options);
  return {
    transport: async (call) => {
      try {
        return await transport(call);
      } catch (error) {
        throw explainRefusal(error, host.baseURL);
      }
    },
    get: (signal) => getTags(host, options, signal),
  };
}

/** The key of the environment is for Ollama's own service: another server gets a key only by the option. */
function hostOf(provider: string, address: () => OllamaAddress, { apiKey }: HttpOptions): HttpHost {
  return {
    provider,
    framing: 'ndjson',
    get baseURL() {
      return address().url;
    },
    get keyVariable() {
      return apiKey !== undefined || address().isHosted ? 'OLLAMA_API_KEY' : '';
    },
    keyless: true,
    headers(key) {
      const authorization = key === undefined ? address().authorization : `Bearer ${key}`;
      return authorization === undefined ? {} : { authorization };
    },
  };
}

const getTags = async (
  host: HttpHost,
  options: HttpOptions,
  signal: AbortSignal,
): ReturnType<ModelSource['get']> => {
  const { provider, keyVariable: variable } = host;
  const { apiKey, allowBrowser, fetch, ca, headers: own } = options;
  const hasKey = apiKey !== undefined || Boolean(readEnv(variable));
  const key = hasKey ? await resolveApiKey({ apiKey, allowBrowser, signal, variable }) : undefined;
  const headers: Record<string, string> = { ...host.headers(key) };
  for (const [header, value] of Object.entries(own ?? {})) headers[header.toLowerCase()] = value;
  const secrets = Object.values(headers);
  if (key !== undefined) secrets.push(key);
  const url = `${host.baseURL}/api/tags`;
  try {
    return { response: await sendHttp({ url, method: 'GET', headers, signal, fetch, ca }), secrets };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (isPegboardError(error)) throw error;
    throw explainRefusal(toNetworkError({ provider, url, error, secrets }), url);
  }
};
