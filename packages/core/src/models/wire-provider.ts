import type { JsonValue } from '../contracts/json.ts';
import type { ModelBatch, ModelRequest, Provider } from '../contracts/provider.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { isProviderError, ProviderError } from '../errors/provider-error.ts';
import { withDeadline } from '../lib/deadline.ts';
import { leave } from '../lib/leave.ts';
import type { CallInfo, Codec, RenderedRequest, Transport, WireAnswer } from '../wire/codec.ts';
import type { HttpResponse } from '../wire/http-types.ts';
import { checkCapabilities } from './check-capabilities.ts';
import { infoOf } from './model-info.ts';
import { toNetworkError } from '../wire/network-error.ts';
import { createStreamReader, type StreamReader } from '../wire/read-stream.ts';
import { resolveMedia } from '../wire/resolve-media.ts';
import { withSafeNames } from '../wire/tool-names.ts';
import { toCodecFault, toInvalidResponse } from '../wire/wire-errors.ts';

export interface WireProviderOptions extends Omit<Provider, 'stream'> {
  readonly codec: Codec;
  readonly transport: Transport;
}

/**
 * A provider out of a wire format and what carries it. Tool names that no API takes are mapped there and back. What its table says that a model
 * cannot do is refused with a `ConfigError` before anything is sent, naming models that can.
 */
export function createWireProvider({ codec, transport, ...rest }: WireProviderOptions): Provider {
  const stream = withSafeNames((request) => streamModel(rest.name, codec, transport, request));
  const provider: Provider = { ...rest, stream: (request) => capable(provider, request, stream) };
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

async function* streamModel(
  provider: string,
  codec: Codec,
  transport: Transport,
  request: ModelRequest,
): AsyncGenerator<ModelBatch, void, undefined> {
  const { model, signal, deltas: stream } = request;
  signal.throwIfAborted();
  const whole = await withDeadline(() => resolveMedia(codec, request), { ms: false, signal });
  const { warnings, ...rendered } = render(provider, codec, whole);
  const answer = await transport({ ...rendered, model, stream, signal });
  const headers = 'response' in answer ? answer.response.headers : (answer.headers ?? {});
  const call: CallInfo = { provider, model, headers, secrets: answer.secrets };
  // They go with the first events: on their own they would make a call look half delivered.
  let before: ModelBatch = warnings;
  try {
    for await (const batch of readAnswer(codec, answer, call, request)) {
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
    if (isPegboardError(cause)) throw cause;
    const what = 'The request cannot be written as JSON';
    const evidence = describeError(cause);
    const fix = 'Keep values that are no JSON out of messages, schemas and providerOptions';
    const { model } = request;
    throw new ProviderError({
      code: 'invalid-request',
      what,
      evidence,
      fix,
      provider,
      model,
      retryable: false,
      cause,
    });
  }
}

type Batches = AsyncIterable<ModelBatch> | readonly ModelBatch[];

function readAnswer(
  codec: Codec,
  answer: WireAnswer,
  call: CallInfo,
  request: ModelRequest,
): Batches | AsyncIterable<ModelBatch> {
  if ('answer' in answer) return [inCodec(() => codec.readAnswer(answer.answer, call, request), call)];
  const open = (): StreamReader =>
    createStreamReader(
      codec,
      inCodec(() => codec.createReader(call, request), call),
      call,
    );
  if ('frames' in answer) return readFrames(open(), answer.frames, request.signal);
  return isStream(codec, answer.response, request.deltas)
    ? readBytes(open(), answer.response, request.signal)
    : readWhole(codec, answer.response, call, request);
}

/** Some hosts answer a request for a stream with JSON; errors always are no stream. */
function isStream({ framing }: Codec, { status, headers }: HttpResponse, stream: boolean): boolean {
  if (!isSuccess(status)) return false;
  const type = headers['content-type'] ?? '';
  return framing === 'sse'
    ? type.includes('event-stream') || (stream && !type.includes('json'))
    : stream || type.includes('ndjson');
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

async function* readBytes(
  reader: StreamReader,
  { body }: HttpResponse,
  signal: AbortSignal,
): AsyncGenerator<ModelBatch> {
  try {
    for await (const bytes of body) {
      const batch = reader.bytes(bytes);
      if (batch.length > 0) yield batch;
      if (reader.failure !== undefined) throw reader.failure;
      if (reader.finished) return;
    }
  } catch (error) {
    if (signal.aborted || reader.failure !== undefined || !reader.complete) throw error;
  }
  yield* readEnd(reader);
}

/** The iterable of an SDK may not heed the signal, so every wait for it does. */
async function* readFrames(
  reader: StreamReader,
  frames: AsyncIterable<JsonValue>,
  signal: AbortSignal,
): AsyncGenerator<ModelBatch> {
  const iterator = frames[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await withDeadline(() => iterator.next(), { ms: false, signal });
      if (next.done) break;
      const batch = reader.frame(next.value);
      if (batch.length > 0) yield batch;
      if (reader.failure !== undefined) throw reader.failure;
      if (reader.finished) return;
    }
  } catch (error) {
    if (signal.aborted || reader.failure !== undefined || !reader.complete) throw error;
  } finally {
    leave(iterator);
  }
  yield* readEnd(reader);
}

function* readEnd(reader: StreamReader): Generator<ModelBatch> {
  const rest = reader.end();
  if (rest.length > 0) yield rest;
  if (reader.failure !== undefined) throw reader.failure;
}

/** Enough for any error; more would be read for nothing. */
const maxErrorBytes = 1_048_576;

async function* readWhole(
  codec: Codec,
  response: HttpResponse,
  call: CallInfo,
  request: ModelRequest,
): AsyncGenerator<ModelBatch> {
  if (!isSuccess(response.status)) {
    const body = await response.text(maxErrorBytes);
    throw inCodec(() => codec.toError(response.status, body, call), call);
  }
  const answer = parseJson(await response.text(), call);
  yield inCodec(() => codec.readAnswer(answer, call, request), call);
}

/** A fault of the codec would otherwise pass for one of the network, which is worth a retry. */
function inCodec<T>(work: () => T, call: CallInfo): T {
  try {
    return work();
  } catch (error) {
    throw isPegboardError(error) ? error : toCodecFault(error, call);
  }
}

function parseJson(text: string, call: CallInfo): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    const start = JSON.stringify(text.slice(0, 80));
    throw toInvalidResponse(`It is no JSON and starts with ${start}`, call, cause);
  }
}

function toReadError(error: unknown, call: CallInfo, url: string): unknown {
  if (isProviderError(error)) return error;
  if (isPegboardError(error) && error.code === 'invalid-response')
    return toInvalidResponse(error.message, call, error);
  return toNetworkError({ ...call, url, error });
}
