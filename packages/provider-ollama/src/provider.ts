import {
  checkOptions,
  createWireProvider,
  httpOptionNames,
  type HttpOptions,
  type ModelOverrides,
  type OptionNames,
  type Provider,
} from '@pegboard/core/provider';
import { createCarrier } from './carrier.ts';
import type { OllamaClient } from './client.ts';
import { createOllamaCodec } from './codec.ts';
import { inputDialect } from './dialect.ts';
import { listModels } from './list-models.ts';
import { createOllamaModels } from './models.ts';

/**
 * All are optional. `baseURL` defaults to OLLAMA_HOST, else http://127.0.0.1:11434. No key is needed; for https://ollama.com `apiKey`
 * defaults to OLLAMA_API_KEY.
 */
export interface OllamaOptions extends HttpOptions {
  /** A client of the package ollama: it then carries the requests, and the options of HTTP do nothing. */
  readonly client?: OllamaClient | undefined;
  /** The provider's name in `name/model`. Default `ollama`. */
  readonly name?: string | undefined;
  /** Tokens of context for the model, prompt and answer together. Default: the server's, which may be as small as 4096. */
  readonly numCtx?: number | undefined;
  /** How long the model stays in memory after a call: seconds, or a duration such as `10m`; -1: for ever. Default: the server's, 5 minutes. */
  readonly keepAlive?: string | number | undefined;
  /** False: a prompt that does not fit the context is refused rather than cut; newer servers heed it. Default: it is cut, with a warning `prompt-truncated`. */
  readonly truncate?: boolean | undefined;
  /** Facts of your own about models, by name: they win over the table's. */
  readonly models?: ModelOverrides | undefined;
}

const optionNames: OptionNames<OllamaOptions> = {
  ...httpOptionNames,
  client: true,
  name: true,
  numCtx: true,
  keepAlive: true,
  truncate: true,
  models: true,
};

/** Models that Ollama runs, on this machine or another, by its own chat API. */
export function ollama(options: OllamaOptions = {}): Provider {
  checkOptions('ollama()', options, optionNames);
  const { name = 'ollama', client, numCtx, keepAlive, truncate, models, ...http } = options;
  const table = createOllamaModels(models, numCtx);
  const modelInfo = table.find;
  const codec = createOllamaCodec({ provider: name, numCtx, keepAlive, truncate, modelInfo });
  const { transport, get } = createCarrier(name, client, http);
  return createWireProvider({
    name,
    codec,
    transport,
    dialect: inputDialect,
    modelInfo,
    knownModels: table.list,
    builtinTools: () => ({}),
    listModels: (signal) => listModels({ provider: name, get, find: modelInfo }, signal),
  });
}
