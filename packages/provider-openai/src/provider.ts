import {
  isPegboardError,
  isProviderError,
  type JsonValue,
  type ModelBatch,
  type ModelRequest,
  type Provider,
  ProviderError,
  toNetworkError,
} from '@pegboard/core/provider';
import type { CallInfo } from './call-info.ts';
import { createChatCodec } from './chat/codec.ts';
import { openaiProfile } from './chat/profile.ts';
import { createClientTransport, type OpenAIClient } from './client.ts';
import type { Codec, RenderedRequest } from './codec.ts';
import { toApiError, toInvalidResponse } from './errors.ts';
import { findModel } from './models.ts';
import { createHttpTransport, type HttpOptions, type Transport, type WireAnswer } from './transport.ts';

/** All are optional. */
export interface OpenAIOptions extends HttpOptions {
  /** A client of the npm package `openai` (OpenAI, AzureOpenAI): it then carries the requests, and the options of HTTP do nothing. */
  readonly client?: OpenAIClient | undefined;
  /** The provider's name in `name/model`. Default `openai`. */
  readonly name?: string | undefined;
}

/**
 * Models of OpenAI, by Chat Completions. `apiKey` defaults to OPENAI_API_KEY, `baseURL` to OPENAI_BASE_URL or https://api.openai.com/v1.
 * Without a key the first call rejects with a `ConfigError`.
 */
export function openai(options: OpenAIOptions = {}): Provider {
  const name = options.name ?? 'openai';
  const codec = createChatCodec(openaiProfile(name));
  const transport =
    options.client === undefined
      ? createHttpTransport(name, options)
      : createClientTransport(name, options.client);
  return {
    name,
    stream: (request) => streamModel(name, codec, transport, request),
    modelInfo: findModel,
  };
}

async function* streamModel(
  provider: string,
  codec: Codec,
  transport: Transport,
  request: ModelRequest,
): AsyncGenerator<ModelBatch, void, undefined> {
  const { model, signal, deltas: stream } = request;
  signal.throwIfAborted();
  const { body, warnings } = render(provider, codec, request);
  const answer = await transport({ path: codec.path, model, body, stream, signal });
  const call: CallInfo = { provider, model, headers: answer.response.headers, secrets: answer.secrets };
  // They go with the first events: on their own they would make a call look half delivered.
  let before: ModelBatch = warnings;
  try {
    const batches = isEventStream(answer, stream)
      ? readStream(codec, answer, call, signal)
      : [await readAnswer(codec, answer, call)];
    for await (const batch of batches) {
      yield before.length === 0 ? batch : [...before, ...batch];
      before = [];
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw toReadError(error, call, answer.url);
  }
}

function render(provider: string, codec: Codec, request: ModelRequest): RenderedRequest {
  try {
    return codec.render(request);
  } catch (cause) {
    const what = 'The request cannot be written as JSON';
    const fix = 'Keep values that are no JSON out of messages, schemas and providerOptions';
    throw new ProviderError({
      code: 'invalid-request',
      what,
      fix,
      provider,
      model: request.model,
      retryable: false,
      cause,
    });
  }
}

/** Some hosts answer a request for a stream with JSON; errors always are no stream. */
function isEventStream({ response }: WireAnswer, stream: boolean): boolean {
  const type = response.headers['content-type'] ?? '';
  return isSuccess(response.status) && (type.includes('event-stream') || (stream && !type.includes('json')));
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

async function* readStream(
  codec: Codec,
  { response }: WireAnswer,
  call: CallInfo,
  signal: AbortSignal,
): AsyncGenerator<ModelBatch> {
  const decoder = codec.createDecoder(call);
  try {
    for await (const bytes of response.body) {
      const batch = decoder.push(bytes);
      if (batch.length > 0) yield batch;
      if (decoder.failure !== undefined) throw decoder.failure;
      if (decoder.finished) return;
    }
  } catch (error) {
    if (signal.aborted || decoder.failure !== undefined || !decoder.complete) throw error;
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
  if (decoder.failure !== undefined) throw decoder.failure;
}

/** Enough for any error; more would be read for nothing. */
const maxErrorBytes = 1_048_576;

async function readAnswer(codec: Codec, { response }: WireAnswer, call: CallInfo): Promise<ModelBatch> {
  if (!isSuccess(response.status))
    throw toApiError(response.status, await response.text(maxErrorBytes), call);
  const text = await response.text();
  return codec.parseAnswer(parseJson(text, call), call);
}

function parseJson(text: string, call: CallInfo): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw toInvalidResponse(
      `It is no JSON and starts with ${JSON.stringify(text.slice(0, 80))}`,
      call,
      cause,
    );
  }
}

function toReadError(error: unknown, call: CallInfo, url: string): unknown {
  if (isProviderError(error)) return error;
  if (isPegboardError(error) && error.code === 'invalid-response')
    return toInvalidResponse(error.message, call, error);
  return toNetworkError({ ...call, url, error });
}
