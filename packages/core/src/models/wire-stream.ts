import type { JsonValue } from '../contracts/json.ts';
import type { ModelBatch, ModelRequest, ModelWarning } from '../contracts/provider.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { isProviderError, ProviderError } from '../errors/provider-error.ts';
import { BeginIteration } from '../lib/begin-iteration.ts';
import { withDeadline } from '../lib/deadline.ts';
import { leave } from '../lib/leave.ts';
import type { CallInfo, Codec, RenderedRequest, Transport, WireAnswer, WireCall } from '../wire/codec.ts';
import type { HttpResponse } from '../wire/http-types.ts';
import { toNetworkError } from '../wire/network-error.ts';
import { createStreamReader, type StreamReader } from '../wire/read-stream.ts';
import { resolveMedia } from '../wire/resolve-media.ts';
import { secretsIn } from '../wire/secrets-in.ts';
import { toCodecFault, toInvalidResponse } from '../wire/wire-errors.ts';

/**
 * The events of one call. Between a network chunk and its batch of events there is one promise, so this is an iterator by hand: generators
 * inside one another would each add theirs.
 */
export function wireStream(
  provider: string,
  codec: Codec,
  transport: Transport,
  request: ModelRequest,
  notes: ModelBatch = [],
): AsyncIterable<ModelBatch> {
  return new BeginIteration(() => new WireStream(provider, codec, transport, request, notes));
}

/** The batches of an answer, one by one; undefined at its end. */
interface Batches {
  readonly next: () => PromiseLike<ModelBatch | undefined> | ModelBatch | undefined;
  readonly leave?: () => void;
}

const done: IteratorResult<ModelBatch> = { done: true, value: undefined };

class WireStream implements AsyncIterator<ModelBatch> {
  readonly #provider: string;
  readonly #codec: Codec;
  readonly #transport: Transport;
  readonly #request: ModelRequest;
  /** They go with the first events: on their own they would make a call look half delivered. */
  #warnings: ModelBatch;
  #call: CallInfo | undefined;
  #url = '';
  #batches: Batches | undefined;
  #over = false;

  constructor(
    provider: string,
    codec: Codec,
    transport: Transport,
    request: ModelRequest,
    notes: ModelBatch,
  ) {
    this.#warnings = notes;
    this.#provider = provider;
    this.#codec = codec;
    this.#transport = transport;
    this.#request = request;
  }

  async next(): Promise<IteratorResult<ModelBatch>> {
    if (this.#over) return done;
    try {
      this.#batches ??= await this.#open();
      const batch = await this.#batches.next();
      if (batch === undefined) {
        this.#over = true;
        return done;
      }
      if (this.#warnings.length === 0) return { done: false, value: batch };
      const value = [...this.#warnings, ...batch];
      this.#warnings = [];
      return { done: false, value };
    } catch (error) {
      this.#over = true;
      this.#batches?.leave?.();
      if (this.#request.signal.aborted) throw this.#request.signal.reason;
      throw this.#call ? toReadError(error, this.#call, this.#url) : error;
    }
  }

  async return(): Promise<IteratorResult<ModelBatch>> {
    this.#over = true;
    this.#batches?.leave?.();
    return done;
  }

  async #open(): Promise<Batches> {
    const request = this.#request;
    const { signal } = request;
    signal.throwIfAborted();
    const whole = request.resolveMedia
      ? await withDeadline(() => resolveMedia(this.#codec, request), { ms: false, signal })
      : request;
    const rendered = render(this.#provider, this.#codec, whole);
    return this.#receive(await this.#transport(toCall(rendered, request)), rendered.warnings);
  }

  #receive(answer: WireAnswer, warnings: readonly ModelWarning[]): Batches {
    const { model, builtinTools } = this.#request;
    const headers = 'response' in answer ? answer.response.headers : (answer.headers ?? {});
    if (warnings.length > 0) this.#warnings = [...this.#warnings, ...warnings];
    this.#url = answer.url;
    // Some hosts quote the request in their errors.
    const secrets =
      builtinTools.length > 0 ? [...answer.secrets, ...secretsIn(builtinTools)] : answer.secrets;
    this.#call = { provider: this.#provider, model, headers, secrets };
    return readAnswer(this.#codec, answer, this.#call, this.#request);
  }
}

/** A class, because V8 keeps what a getter of a literal closes over until its next collection of everything. */
class BodyOf {
  readonly #rendered: RenderedRequest;

  constructor(rendered: RenderedRequest) {
    this.#rendered = rendered;
  }

  get body(): string {
    return this.#rendered.body;
  }
}

function toCall(rendered: RenderedRequest, { model, deltas: stream, signal }: ModelRequest): WireCall {
  const { path, pieces, headers } = rendered;
  const common = { path, model, stream, signal, ...(headers && { headers }) };
  // Text that nobody reads is not made.
  return pieces
    ? Object.assign(new BodyOf(rendered), common, { pieces })
    : { ...common, body: rendered.body };
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

function readAnswer(codec: Codec, answer: WireAnswer, call: CallInfo, request: ModelRequest): Batches {
  if ('answer' in answer)
    return once(() => inCodec(() => codec.readAnswer(answer.answer, call, request), call));
  const open = (): StreamReader =>
    createStreamReader(
      codec,
      inCodec(() => codec.createReader(call, request), call),
      call,
    );
  if ('frames' in answer) {
    const reader = open();
    const frames = answer.frames[Symbol.asyncIterator]();
    // The iterable of an SDK may not heed the signal, so every wait for it does.
    const next = (): Promise<IteratorResult<JsonValue>> =>
      withDeadline(() => frames.next(), { ms: false, signal: request.signal });
    return readPieces(reader, { next, leave: () => leave(frames) }, reader.frame, request.signal);
  }
  if (!isStream(codec, answer.response, request.deltas))
    return once(() => readWhole(codec, answer.response, call, request));
  const reader = open();
  const bytes = answer.response.body[Symbol.asyncIterator]();
  const next = (): Promise<IteratorResult<Uint8Array>> => bytes.next();
  return readPieces(reader, { next, leave: () => leave(bytes) }, reader.bytes, request.signal);
}

function once(read: () => PromiseLike<ModelBatch> | ModelBatch): Batches {
  let batch: (() => PromiseLike<ModelBatch> | ModelBatch) | undefined = read;
  return {
    next: () => {
      const now = batch;
      batch = undefined;
      return now?.();
    },
  };
}

interface Pieces<T> {
  readonly next: () => Promise<IteratorResult<T>>;
  readonly leave: () => void;
}

function readPieces<T>(
  reader: StreamReader,
  pieces: Pieces<T>,
  read: (piece: T) => ModelBatch,
  signal: AbortSignal,
): Batches {
  let ended = false;
  /** What is to be told after the events that came with it. */
  const check = (): void => {
    if (reader.failure !== undefined) throw reader.failure;
    if (!reader.finished) return;
    ended = true;
    pieces.leave();
  };
  const end = (): ModelBatch => {
    ended = true;
    const rest = reader.end();
    if (rest.length === 0) check();
    return rest;
  };
  return {
    leave: pieces.leave,
    async next() {
      check();
      for (;;) {
        if (ended) return undefined;
        let piece: IteratorResult<T>;
        try {
          piece = await pieces.next();
        } catch (error) {
          // A connection that breaks behind the finish reason loses at most the usage.
          if (signal.aborted || !reader.isComplete()) throw error;
          piece = { done: true, value: undefined };
        }
        const batch = piece.done ? end() : read(piece.value);
        if (batch.length > 0) return batch;
        check();
      }
    },
  };
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

/** Enough for any error; more would be read for nothing. */
const maxErrorBytes = 1_048_576;

async function readWhole(
  codec: Codec,
  response: HttpResponse,
  call: CallInfo,
  request: ModelRequest,
): Promise<ModelBatch> {
  if (!isSuccess(response.status)) {
    const body = await response.text(maxErrorBytes);
    throw inCodec(() => codec.toError(response.status, body, call), call);
  }
  const answer = parseJson(await response.text(), call);
  return inCodec(() => codec.readAnswer(answer, call, request), call);
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
