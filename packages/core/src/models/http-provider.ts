import type { ModelInfo, Provider } from '../contracts/provider.ts';
import { bearerHeaders } from '../wire/bearer-headers.ts';
import type { Codec } from '../wire/codec.ts';
import { createHttpTransport, type HttpHost, type HttpOptions } from '../wire/http-transport.ts';
import { createModelTable, type ModelFamily, type ModelOverrides } from './model-table.ts';
import { createWireProvider } from './wire-provider.ts';

/** An API at one host: where it is, its wire format, and what is known of its models. */
export interface HttpProviderSpec
  extends
    Pick<HttpHost, 'baseURL' | 'baseVariable' | 'keyVariable' | 'keyless'>,
    Pick<Provider, 'name' | 'dialect' | 'builtinTools' | 'listModels' | 'countTokens'> {
  readonly codec: Codec;
  /** Default: `authorization: Bearer …`. */
  readonly headers?: HttpHost['headers'] | undefined;
  readonly models?: readonly ModelInfo[] | undefined;
  readonly families?: readonly ModelFamily[] | undefined;
}

export interface HttpProviderOptions extends HttpOptions {
  /** Facts of the user's own about models; they win. */
  readonly models?: ModelOverrides | undefined;
}

/** A provider of an API over HTTP. Its user may choose what `HttpOptions` says, and add facts about models. */
export function createHttpProvider(
  { name, codec, models = [], families, headers = bearerHeaders, ...spec }: HttpProviderSpec,
  options: HttpProviderOptions = {},
): Provider {
  const { baseURL, baseVariable, keyVariable, keyless, ...rest } = spec;
  const host = {
    provider: name,
    framing: codec.framing,
    baseURL,
    baseVariable,
    keyVariable,
    keyless,
    headers,
  };
  const { find, list } = createModelTable(models, families, options.models);
  const transport = createHttpTransport(host, options);
  return createWireProvider({ ...rest, name, codec, transport, modelInfo: find, knownModels: list });
}
