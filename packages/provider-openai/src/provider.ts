import {
  checkOptions,
  bearerHeaders,
  createHttpTransport,
  createWireProvider,
  httpOptionNames,
  type HttpOptions,
  type ModelOverrides,
  type ModelRequest,
  type ModelTable,
  type OptionNames,
  type Provider,
  readEnv,
} from '@pegboard/core/provider';
import { createChatCodec } from './chat/codec.ts';
import { openaiProfile } from './chat/profile.ts';
import { chatBuiltins } from './chat/render-builtins.ts';
import { createClientTransport, type OpenAIApi, type OpenAIClient } from './client.ts';
import { looseDialect } from './dialect.ts';
import { openaiModels } from './models.ts';
import { createResponsesCodec } from './responses/codec.ts';
import { type ReasoningSummary, responsesProfile } from './responses/profile.ts';
import { responsesBuiltins } from './responses/render-builtins.ts';

/** All are optional. `apiKey` defaults to OPENAI_API_KEY, `baseURL` to OPENAI_BASE_URL, else https://api.openai.com/v1. */
export interface OpenAIOptions extends HttpOptions {
  /** Default: Responses for OpenAI's own host, Chat Completions for another base URL and for clients of other hosts. */
  readonly api?: OpenAIApi | undefined;
  /** A client of the npm package `openai` (OpenAI, AzureOpenAI): it then carries the requests, and the options of HTTP do nothing. */
  readonly client?: OpenAIClient | undefined;
  /** The provider's name in `name/model`. Default `openai`. */
  readonly name?: string | undefined;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
  /** Facts of your own about models; they win. */
  readonly models?: ModelOverrides | undefined;
  /** Holds models to the input schemas of tools, where OpenAI's strict mode can say all of one: closed objects without optional members. Default false. */
  readonly strictTools?: boolean | undefined;
  /** Asks Responses for summaries of the reasoning, for which OpenAI may want a verified organization. Default none. */
  readonly reasoningSummary?: ReasoningSummary | undefined;
}

const optionNames: OptionNames<OpenAIOptions> = {
  ...httpOptionNames,
  api: true,
  client: true,
  name: true,
  organization: true,
  project: true,
  models: true,
  strictTools: true,
  reasoningSummary: true,
};

const baseVariable = 'OPENAI_BASE_URL';

/** Models of OpenAI. Without a key the first call rejects with a `ConfigError`. */
export function openai(options: OpenAIOptions = {}): Provider {
  checkOptions('openai()', options, optionNames);
  const { name = 'openai' } = options;
  const { find, list } = openaiModels(options.models);
  let made: Partial<Record<OpenAIApi, Provider>> | undefined;
  // The environment is read at each call, as for the key.
  const current = (): Provider => {
    const api = options.api ?? defaultApi(options);
    return ((made ??= {})[api] ??= (api === 'chat' ? chatProvider : responsesProvider)(known, options));
  };
  const known = {
    name,
    modelInfo: find,
    knownModels: list,
    dialect: looseDialect,
    builtinTools: (model: string) => current().builtinTools?.(model),
    stream: (request: ModelRequest) => current().stream(request),
  };
  return known;
}

type Known = Omit<Provider, 'modelInfo'> & { readonly modelInfo: ModelTable['find'] };

function chatProvider(known: Known, options: OpenAIOptions): Provider {
  const profile = openaiProfile(known.name, known.modelInfo, options.strictTools);
  return createWireProvider({
    ...known,
    builtinTools: (model) => chatBuiltins(profile.builtinTools, model),
    codec: createChatCodec(profile),
    transport: createTransport(known.name, 'chat', options),
  });
}

function responsesProvider(known: Known, options: OpenAIOptions): Provider {
  const { name, modelInfo: find } = known;
  const { reasoningSummary, strictTools } = options;
  return createWireProvider({
    ...known,
    builtinTools: () => responsesBuiltins,
    codec: createResponsesCodec(responsesProfile({ provider: name, find, reasoningSummary, strictTools })),
    transport: createTransport(name, 'responses', options),
  });
}

/** Other hosts that take Chat Completions are many; few take Responses. */
function defaultApi({ client, baseURL }: OpenAIOptions): OpenAIApi {
  if (client && !client.responses) return 'chat';
  const base = client ? client.baseURL : (baseURL ?? readEnv(baseVariable));
  return !base || isOwnHost(base) ? 'responses' : 'chat';
}

/** api.openai.com, and the regions of it: eu.api.openai.com. */
function isOwnHost(url: string): boolean {
  return /^https:\/\/(?:[a-z]+\.)?api\.openai\.com(?:[:/]|$)/i.test(url);
}

function createTransport(
  provider: string,
  api: OpenAIApi,
  options: OpenAIOptions,
): ReturnType<typeof createHttpTransport> {
  const { client, organization, project } = options;
  if (client) return createClientTransport(provider, client, api);
  const host = {
    provider,
    framing: 'sse' as const,
    baseURL: 'https://api.openai.com/v1',
    baseVariable,
    keyVariable: 'OPENAI_API_KEY',
    headers: (key: string | undefined) => ({
      ...bearerHeaders(key),
      ...(organization !== undefined && { 'openai-organization': organization }),
      ...(project !== undefined && { 'openai-project': project }),
    }),
  };
  return createHttpTransport(host, options);
}
