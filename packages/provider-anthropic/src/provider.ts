import {
  checkOptions,
  createHttpTransport,
  createWireProvider,
  type HttpHeaders,
  type HttpHost,
  httpOptionNames,
  type HttpOptions,
  isPegboardError,
  type ModelOverrides,
  type ModelTable,
  type OptionNames,
  type Provider,
  readEnv,
  resolveApiKey,
  sendHttp,
  toNetworkError,
} from '@pegboard/core/provider';
import {
  type AnthropicClient,
  countsTokens,
  createClientTransport,
  isFirstParty,
  secretsOf,
  withClient,
} from './client.ts';
import { builtinSupport } from './builtin-kinds.ts';
import { createMessagesCodec } from './codec.ts';
import { createTokenCounter } from './count-tokens.ts';
import { inputDialect } from './dialect.ts';
import { listModels, type ModelSource } from './list-models.ts';
import { traitsOf } from './model-traits.ts';
import { createModels } from './models.ts';
import type { MessagesProfile } from './profile.ts';

/** All are optional. `apiKey` defaults to ANTHROPIC_API_KEY, `baseURL` to ANTHROPIC_BASE_URL, else https://api.anthropic.com, with or without `/v1`. */
export interface AnthropicOptions extends HttpOptions {
  /** A client of Anthropic's packages (Anthropic, AnthropicBedrock, AnthropicVertex): it then carries the requests, and the options of HTTP do nothing. */
  readonly client?: AnthropicClient | undefined;
  /** The provider's name in `name/model`. Default `anthropic`. */
  readonly name?: string | undefined;
  /** Version of the API, for the header `anthropic-version`. Default: 2026-10-21, or what the client sends. */
  readonly version?: string | undefined;
  /** Beta features for every request, sent as `anthropic-beta`. */
  readonly betas?: readonly string[] | undefined;
  /** Holds models to the input schemas of tools (`strict`), where that can say all of one, within the limits of a request: 20 such tools. Default false. */
  readonly strictTools?: boolean | undefined;
  /** Facts about models, over what the package knows. */
  readonly models?: ModelOverrides | undefined;
}

const optionNames: OptionNames<AnthropicOptions> = {
  ...httpOptionNames,
  client: true,
  name: true,
  version: true,
  betas: true,
  strictTools: true,
  models: true,
};

const defaultVersion = '2026-10-21';

/** Models of Anthropic, by the Messages API. Without a key the first call rejects with a `ConfigError`. */
export function anthropic(options: AnthropicOptions = {}): Provider {
  checkOptions('anthropic()', options, optionNames);
  const { name = 'anthropic', client, version, betas = [], models } = options;
  // Bedrock's own word for it begins otherwise.
  const oldVersion = /2023-\d\d-\d\d$/.test(version ?? '');
  const table = createModels(oldVersion, models);
  const profile: MessagesProfile = {
    provider: name,
    firstParty: isFirstParty(client),
    oldVersion,
    betas,
    strictTools: options.strictTools,
    maxOutputTokens: (model) => table.find(model)?.maxOutputTokens,
    now: Date.now,
  };
  const codec = createMessagesCodec(profile);
  const host = hostOf(name, version ?? defaultVersion);
  const own = withRoot(options);
  const versionHeader: HttpHeaders = version === undefined ? {} : { 'anthropic-version': version };
  const transport =
    client === undefined
      ? createHttpTransport(host, own)
      : createClientTransport(name, client, versionHeader);
  const source = client === undefined ? httpSource(host, own, table) : clientSource(name, client, table);
  return createWireProvider({
    name,
    codec,
    transport,
    dialect: inputDialect,
    modelInfo: table.find,
    knownModels: table.list,
    builtinTools: (model) => builtinSupport(traitsOf(model).newTools),
    ...(countsTokens(client) && { countTokens: createTokenCounter(codec, profile, transport) }),
    // Bedrock and Google Cloud have no list of their own under these paths.
    ...(profile.firstParty && { listModels: (signal: AbortSignal) => listModels(source, signal) }),
  });
}

/** Anthropic's own packages take an address without `/v1`, most other people write it with. */
function rootOf(baseURL: string): string {
  return baseURL.replace(/\/+$/, '').replace(/\/v1$/, '');
}

function withRoot({ baseURL, ...options }: AnthropicOptions): HttpOptions {
  return { ...options, ...(baseURL !== undefined && { baseURL: rootOf(baseURL) }) };
}

function hostOf(provider: string, version: string): HttpHost {
  return {
    provider,
    framing: 'sse',
    get baseURL() {
      return rootOf(readEnv('ANTHROPIC_BASE_URL') || 'https://api.anthropic.com');
    },
    keyVariable: 'ANTHROPIC_API_KEY',
    headers: (key) => ({ 'x-api-key': key ?? '', 'anthropic-version': version }),
  };
}

function httpSource(host: HttpHost, options: HttpOptions, table: ModelTable): ModelSource {
  const { provider } = host;
  let secrets: readonly string[] = [];
  const get: ModelSource['get'] = async (path, signal) => {
    const { apiKey, allowBrowser, fetch, ca, headers = {} } = options;
    const own = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), value]);
    const key = await resolveApiKey({ apiKey, allowBrowser, signal, variable: host.keyVariable });
    secrets = [key];
    const url = `${options.baseURL ?? host.baseURL}${path}`;
    try {
      return await sendHttp({
        url,
        method: 'GET',
        headers: { ...host.headers(key), ...Object.fromEntries(own) },
        signal,
        fetch,
        ca,
      });
    } catch (error) {
      if (signal.aborted || isPegboardError(error)) throw error;
      throw toNetworkError({ provider, url, error, secrets });
    }
  };
  return { get, provider, secrets: () => secrets, find: table.find };
}

function clientSource(provider: string, client: AnthropicClient, table: ModelTable): ModelSource {
  const get: ModelSource['get'] = (path, signal) =>
    withClient(client, { provider, model: '', signal }, (inner) =>
      client.get(path, { signal: inner, maxRetries: 0 }),
    );
  return { get, provider, secrets: () => secretsOf(client), find: table.find };
}
