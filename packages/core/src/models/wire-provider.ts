import type { ModelBatch, ModelRequest, Provider } from '../contracts/provider.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { Codec, Transport } from '../wire/codec.ts';
import { withNativeTools } from '../wire/native-tools.ts';
import { withSafeNames } from '../wire/tool-names.ts';
import { checkCapabilities } from './check-capabilities.ts';
import { infoOf } from './model-info.ts';
import { createSchemaWarnings } from './schema-warnings.ts';
import { wireStream } from './wire-stream.ts';

export interface WireProviderOptions extends Omit<Provider, 'stream'> {
  readonly codec: Codec;
  readonly transport: Transport;
}

/**
 * A provider out of a wire format and what carries it. Tool names that no API takes are mapped there and back. Tools that stand for a builtin
 * tool which the API has (`builtinTools`) are sent as that. What its table says that a model
 * cannot do is refused with a `ConfigError` before anything is sent, naming models that can. What a tool's schema loses in the provider's
 * `dialect` is told once by a `warning` with code `schema-adapted` or `schema-impossible`.
 */
export function createWireProvider({ codec, transport, ...rest }: WireProviderOptions): Provider {
  const warningsFor = createSchemaWarnings(rest.dialect);
  const stream = withSafeNames((request) =>
    wireStream(rest.name, codec, transport, request, warningsFor(request)),
  );
  const provider: Provider = {
    ...rest,
    stream: (request) =>
      capable(provider, request, (able) => stream(withNativeTools(able, rest.builtinTools))),
  };
  return provider;
}

/** Most models lack nothing that their table knows of. */
function capable(
  provider: Provider,
  request: ModelRequest,
  stream: Provider['stream'],
): AsyncIterable<ModelBatch> {
  const target = { provider, model: request.model };
  const { capabilities = {}, maxOutputTokens } = infoOf(target) ?? {};
  const limited = maxOutputTokens !== undefined && request.settings.maxTokens !== undefined;
  const problem =
    limited || Object.values(capabilities).includes(false) ? checkCapabilities(request, target) : undefined;
  return problem ? refused(new ConfigError(problem)) : stream(request);
}

// eslint-disable-next-line require-yield -- It has nothing to yield: the first read rejects.
async function* refused(error: ConfigError): AsyncGenerator<ModelBatch> {
  throw error;
}
