import {
  checkOptions,
  type ApiKey,
  bearerHeaders,
  createHttpTransport,
  createModelTable,
  createWireProvider,
  type HttpHost,
  httpOptionNames,
  type HttpOptions,
  type ModelOverrides,
  type OptionNames,
  type Provider,
  type Transport,
} from '@pegboard/core/provider';
import { createChatCodec } from './chat/codec.ts';
import type { RecoverAnswer } from './chat/read-answer.ts';
import { cautious, type ChatQuirks } from './chat/profile.ts';
import { chatBuiltins } from './chat/render-builtins.ts';
import { createClientTransport, type OpenAIApi, type OpenAIClient } from './client.ts';
import { looseDialect } from './dialect.ts';
import { withFailedGenerations } from './failed-generations.ts';
import { fillPath, withAddress } from './host-address.ts';
import { createResponsesCodec } from './responses/codec.ts';

/** A host that speaks OpenAI's format. */
export interface CompatibleOptions extends HttpOptions {
  /** The provider's name in `name/model`, and the key in `providerOptions`. */
  readonly name: string;
  /** Needed where `baseURLEnv` names no variable that holds it. */
  readonly baseURL?: string | undefined;
  /** Environment variable of the base URL, where `baseURL` is left out. */
  readonly baseURLEnv?: string | undefined;
  /** What stands for `{model}` in the host's path. Default: the name of the model. */
  readonly deployment?: string | undefined;
  /** What stands for `{apiVersion}` in the host's path. */
  readonly apiVersion?: string | undefined;
  /** Environment variable of the key. Without it, and without `apiKey`, requests go out with no key. */
  readonly apiKeyEnv?: string | undefined;
  /** True: a key is sent if there is one, and none is needed. Default: true without `apiKeyEnv`. */
  readonly keyless?: boolean | undefined;
  /** Default `chat`. */
  readonly api?: OpenAIApi | undefined;
  /** Where the host differs from what every host is believed to take. */
  readonly quirks?: Partial<ChatQuirks> | undefined;
  /** Sends schemas of tools in strict mode, where that can say all of one. Default false. */
  readonly strictTools?: boolean | undefined;
  /** Facts about the host's models. */
  readonly models?: ModelOverrides | undefined;
  /** A client of the npm package `openai` that is set up for the host: it then carries the requests. */
  readonly client?: OpenAIClient | undefined;
  /** Sent in place of the key: a token for each call, as a bearer token. */
  readonly token?: ApiKey | undefined;
}

const optionNames: OptionNames<CompatibleOptions> = {
  ...httpOptionNames,
  name: true,
  baseURLEnv: true,
  deployment: true,
  apiVersion: true,
  apiKeyEnv: true,
  keyless: true,
  api: true,
  quirks: true,
  strictTools: true,
  models: true,
  client: true,
  token: true,
};

/** Models of any host with the wire format of OpenAI. A missing key or address is a `ConfigError` at the first call. */
export function openaiCompatible(options: CompatibleOptions): Provider {
  checkOptions('openaiCompatible()', options, optionNames);
  checkOptions<Partial<ChatQuirks>>('`quirks` of openaiCompatible()', options.quirks ?? {}, cautious);
  const { name, client, api = 'chat', strictTools } = options;
  const all: ChatQuirks = { ...cautious, ...options.quirks };
  const quirks: ChatQuirks = { ...all, path: fillPath(all, options) };
  const { find, list } = createModelTable([], [], options.models);
  const known = { name, modelInfo: find, knownModels: list, dialect: looseDialect };
  let recover: RecoverAnswer | undefined;
  const codec =
    api === 'chat'
      ? createChatCodec({ ...quirks, provider: name, find, strictTools }, (...failed) => recover?.(...failed))
      : createResponsesCodec({ ...quirks, provider: name, find, strictTools });
  const transport = client
    ? createClientTransport(name, client, api)
    : withAddress(createHttpTransport(toHost(options, quirks), httpOptions(options)), options);
  // It brings the readers of calls in texts, which few hosts need.
  const recovering: Transport = async (call) => {
    ({ recoverGeneration: recover } = await import('./recover-generation.ts'));
    return transport(call);
  };
  return createWireProvider({
    ...known,
    ...(api !== 'responses' && { builtinTools: (model) => chatBuiltins(quirks.builtinTools, model) }),
    codec,
    transport: quirks.failedGeneration ? withFailedGenerations(recovering) : transport,
  });
}

function httpOptions({ token, apiKey, ...options }: CompatibleOptions): HttpOptions {
  return { ...options, apiKey: token ?? apiKey };
}

function toHost(options: CompatibleOptions, { keyHeader }: ChatQuirks): HttpHost {
  const { name, apiKeyEnv, keyless = apiKeyEnv === undefined, token } = options;
  const bearer = keyHeader === 'authorization' || token !== undefined;
  return {
    provider: name,
    framing: 'sse',
    baseURL: '',
    baseVariable: options.baseURLEnv,
    keyVariable: apiKeyEnv ?? '',
    keyless,
    headers: bearer ? bearerHeaders : (key) => (key === undefined ? {} : { [keyHeader]: key }),
  };
}
