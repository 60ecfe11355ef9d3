import type { JsonValue } from '../contracts/json.ts';
import type { ModelBatch, ModelRequest } from '../contracts/provider.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { isProviderError, ProviderError } from '../errors/provider-error.ts';
import { BeginIteration } from '../lib/begin-iteration.ts';
import { withDeadline } from '../lib/deadline.ts';
import { leave } from '../lib/leave.ts';
import { pull, Pulled, type Reject, type Resolve } from '../lib/pulled.ts';
import type { CallInfo, Codec, RenderedRequest, Transport, WireAnswer, WireCall } from '../wire/codec.ts';
import type { HttpResponse } from '../wire/http-types.ts';
import { toNetworkError } from '../wire/network-error.ts';
import { createStreamReader, type StreamReader } from '../wire/read-stream.ts';
import { resolveMedia } from '../wire/resolve-media.ts';
import { secretsIn } from '../wire/secrets-in.ts';
import { toCodecFault, toInvalidResponse } from '../wire/wire-errors.ts';

/** The events of one call, by `Pulled`: generators inside one another would each add their promises. */
export function wireStream(
  provider: string,
  codec: Codec,
  transport: Transport,
  request: ModelRequest,
  notes: ModelBatch = [],
): AsyncIterable<ModelBatch> {
  return new BeginIteration(() => new WireStream(provider, codec, transport, request, notes));
}

/** An answer that comes in pieces, and what makes events of them. */
interface Source {
  readonly reader: Partial<StreamReader>;
  next(resolve: Resolve<unknown>, reject: Reject): void;
  read(piece: unknown): ModelBatch;
  readonly leave?: () => void;
}

const done = { done: true, value: undefined } as const;

class WireStream extends Pulled<ModelBatch> {
  readonly #provider: string;
  readonly #codec: Codec;
  readonly #transport: Transport;
  readonly #request: ModelRequest;
  /** They go with the first events: on their own they would make a call look half delivered. */
  #warnings: ModelBatch;
  #call: CallInfo | undefined;
  #url = '';
  #source: Source | undefined;
  #over = false;
  #resolve: Resolve<ModelBatch> | undefined;
  #reject: Reject | undefined;

  constructor(
    provider: string,
    codec: Codec,
    transport: Transport,
    request: ModelRequest,
    notes: ModelBatch,
  ) {
    super();
    this.#warnings = notes;
    this.#provider = provider;
    this.#codec = codec;
    this.#transport = transport;
    this.#request = request;
  }

  pull(resolve: Resolve<ModelBatch>, reject: Reject): void {
    this.#resolve = resolve;
    this.#reject = reject;
    if (this.#source) this.#more(this.#source);
    else if (this.#over) resolve(done);
    else this.#open();
  }

  leave(): void {
    const source = this.#source;
    this.#over = true;
    this.#source = undefined;
    source?.leave?.();
  }

  #open(): void {
    const request = this.#request;
    const { signal } = request;
    const send = (whole: ModelRequest): Promise<WireAnswer> => {
      const rendered = render(this.#provider, this.#codec, whole);
      if (rendered.warnings.length > 0) this.#warnings = [...this.#warnings, ...rendered.warnings];
      return this.#transport(toCall(rendered, request));
    };
    try {
      signal.throwIfAborted();
      const answer = request.resolveMedia
        ? withDeadline(() => resolveMedia(this.#codec, request), { ms: false, signal }).then(send)
        : send(request);
      answer.then(this.#receive, this.#fail);
    } catch (error) {
      this.#fail(error);
    }
  }

  readonly #receive = (answer: WireAnswer): void => {
    const { model, builtinTools } = this.#request;
    const headers = 'response' in answer ? answer.response.headers : (answer.headers ?? {});
    this.#url = answer.url;
    // Some hosts quote the request in their errors.
    const secrets =
      builtinTools.length > 0 ? [...answer.secrets, ...secretsIn(builtinTools)] : answer.secrets;
    this.#call = { provider: this.#provider, model, headers, secrets };
    try {
      this.#source = sourceOf(this.#codec, answer, this.#call, this.#request);
      this.#more(this.#source);
    } catch (error) {
      this.#fail(error);
    }
  };

  /** What is to be told after the events that came with it, then the next piece. */
  #more(source: Source): void {
    const { failure, finished } = source.reader;
    if (failure !== undefined) return this.#fail(failure);
    if (finished) this.leave();
    if (this.#over) this.#resolve?.(done);
    else source.next(this.#take, this.#lost);
  }

  readonly #take = ({ done: ended, value }: IteratorResult<unknown>): void => {
    const source = this.#source;
    // The reader has left.
    if (!source) return this.#resolve?.(done);
    this.#over ||= ended === true;
    const batch = ended ? (source.reader.end?.() ?? []) : source.read(value);
    if (batch.length === 0) return this.#more(source);
    const all = this.#warnings.length > 0 ? [...this.#warnings, ...batch] : batch;
    this.#warnings = [];
    this.#resolve?.({ done: false, value: all });
  };

  /** A connection that breaks behind the finish reason loses at most the usage. */
  readonly #lost = (error: unknown): void => {
    if (this.#request.signal.aborted || !this.#source?.reader.isComplete?.()) this.#fail(error);
    else this.#take(done);
  };

  readonly #fail = (error: unknown): void => {
    const { signal } = this.#request;
    this.leave();
    if (signal.aborted) this.#reject?.(signal.reason);
    else this.#reject?.(this.#call ? toReadError(error, this.#call, this.#url) : error);
  };
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

function sourceOf(codec: Codec, answer: WireAnswer, call: CallInfo, request: ModelRequest): Source {
  const { signal } = request;
  if ('answer' in answer)
    return once(async () => inCodec(() => codec.readAnswer(answer.answer, call, request), call));
  const framed = 'frames' in answer;
  if (!framed && !isStream(codec, answer.response, request.deltas))
    return once(() => readWhole(codec, answer.response, call, request));
  const reader = createStreamReader(
    codec,
    inCodec(() => codec.createReader(call, request), call),
    call,
  );
  const pieces: AsyncIterable<unknown> = framed ? answer.frames : answer.response.body;
  const iterator = pieces[Symbol.asyncIterator]();
  return {
    reader,
    next(resolve, reject) {
      if (!framed) return pull(iterator, resolve, reject);
      // The iterable of an SDK may not heed the signal, so every wait for it does.
      withDeadline(() => iterator.next(), { ms: false, signal }).then(resolve, reject);
    },
    // As the pieces are.
    read: (piece) => (framed ? reader.frame(piece as JsonValue) : reader.bytes(piece as Uint8Array)),
    leave: () => leave(iterator),
  };
}

/** An answer that is one piece. */
function once(read: () => Promise<ModelBatch>): Source {
  let over = false;
  return {
    reader: {},
    next(resolve: Resolve<ModelBatch>, reject) {
      if (over) return resolve(done);
      over = true;
      read().then((value) => resolve({ done: false, value }), reject);
    },
    read: (batch: ModelBatch) => batch,
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
