import {
  checkOptions,
  createHttpTransport,
  createWireProvider,
  httpOptionNames,
  type HttpOptions,
  type ModelInfo,
  type ModelOverrides,
  type OptionNames,
  type Provider,
  readEnv,
} from '@pegboard/core/provider';
import { createClientTransport, type GoogleClient, isCloud } from './client.ts';
import { createGoogleCodec } from './codec.ts';
import { createTokenCounter } from './count-tokens.ts';
import { googleDialect } from './dialect.ts';
import { listModels } from './list-models.ts';
import { createGoogleModels } from './models.ts';
import { builtinSupport } from './render-builtin-tools.ts';

/** All are optional. `apiKey` defaults to GEMINI_API_KEY, else GOOGLE_API_KEY; `baseURL` to https://generativelanguage.googleapis.com/v1beta. */
export interface GoogleOptions extends HttpOptions {
  /** A client of @google/genai or @google/generative-ai: it then carries the requests, and the options of HTTP do nothing. */
  readonly client?: GoogleClient | undefined;
  /** The provider's name in `name/model`. Default `google`. */
  readonly name?: string | undefined;
  /** Facts of your own about models, by name: they win over the table's. */
  readonly models?: ModelOverrides | undefined;
}

const optionNames: OptionNames<GoogleOptions> = {
  ...httpOptionNames,
  client: true,
  name: true,
  models: true,
};

const ownHost = 'https://generativelanguage.googleapis.com/v1beta';

/** Gemini models, by generateContent. Without a key the first call rejects with a `ConfigError`. */
export function google(options: GoogleOptions = {}): Provider {
  checkOptions('google()', options, optionNames);
  const { name = 'google', client, models } = options;
  const table = createGoogleModels(models);
  const cloud = isCloud(client);
  const codec = createGoogleCodec({ provider: name, cloud, modelInfo: table.find });
  const host = {
    provider: name,
    framing: codec.framing,
    baseURL: ownHost,
    get keyVariable() {
      return keyVariable();
    },
    headers: (key: string | undefined) => ({ 'x-goog-api-key': key ?? '' }),
  };
  const transport =
    client === undefined ? createHttpTransport(host, options) : createClientTransport(name, client);
  const list = (signal: AbortSignal): Promise<readonly ModelInfo[]> => {
    const { baseURL = ownHost } = options;
    const source = { provider: name, baseURL, keyVariable: keyVariable(), options, find: table.find };
    return listModels(source, signal);
  };
  return createWireProvider({
    name,
    dialect: googleDialect,
    codec,
    transport,
    modelInfo: table.find,
    knownModels: table.list,
    builtinTools: (model) => builtinSupport(model, cloud),
    countTokens: createTokenCounter({ provider: name, codec, transport, cloud }),
    ...(client === undefined && { listModels: list }),
  });
}

/** The environment is read at each call. */
function keyVariable(): string {
  return !readEnv('GEMINI_API_KEY') && readEnv('GOOGLE_API_KEY') ? 'GOOGLE_API_KEY' : 'GEMINI_API_KEY';
}
