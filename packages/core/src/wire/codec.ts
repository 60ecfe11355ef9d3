import type { JsonValue } from '../contracts/json.ts';
import type { MediaPart } from '../contracts/message.ts';
import type { ModelEvent, ModelRequest, ModelWarning } from '../contracts/provider.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { HttpHeaders, HttpResponse } from './http-types.ts';

/** What errors and `start` events of one call are told with. */
export interface CallInfo {
  readonly provider: string;
  readonly model: string;
  readonly headers: HttpHeaders;
  /** What must never show. */
  readonly secrets: readonly string[];
}

/** One wire format, without any transport: functions over requests and JSON. Keeps nothing between calls but what it rendered. */
export interface Codec {
  /** How a streamed answer is cut into frames of JSON: server-sent events or lines. */
  readonly framing: 'sse' | 'ndjson';
  /**
   * Data of a last server-sent event that is no JSON and ends the answer, also one without a finish reason. `[DONE]` behind a complete
   * answer ends it without this.
   */
  readonly endMark?: string | undefined;
  /** Whether the API fetches this part's `url` itself. Where it does not, `request.resolveMedia` does before `render`. Default: it does. */
  readonly fetches?: ((part: MediaPart) => boolean) | undefined;
  /**
   * Must not change the request. Names of tools are safe already (letters, digits, `_`, `-`, at most 64); schemas come as their authors wrote
   * them, so compile them with `compileForDialect`; what the API cannot take is left out with a warning; `providerOptions` of this provider
   * are merged into the body last.
   */
  render(request: ModelRequest): RenderedRequest;
  /** A reader of one streamed answer. What it throws, other than a `ProviderError`, is told as `provider-bug`. */
  createReader(call: CallInfo, request: ModelRequest): AnswerReader;
  /** The answer of the one-shot endpoint. Throws a `ProviderError` for an error object in it. */
  readAnswer(answer: JsonValue, call: CallInfo, request: ModelRequest): ModelEvent[];
  /** The error of an answer whose status is no success. `body` is its text. */
  toError(status: number, body: string, call: CallInfo): ProviderError;
}

export interface RenderedRequest {
  /** Begins with `/`; is put behind the base URL, with its query. */
  readonly path: string;
  /** JSON; the same bytes for the same request, which is what prompt caches go by. */
  readonly body: string;
  /** The same bytes in pieces, for a transport that can send them; `body` is then made only when it is read. See `jsonBody`. */
  readonly pieces?: readonly Uint8Array<ArrayBuffer>[] | undefined;
  /** Headers that this request needs besides those of every request. */
  readonly headers?: HttpHeaders;
  readonly warnings: readonly ModelWarning[];
}

/** Reads the frames of one answer and pushes their events onto `out`. */
export interface AnswerReader {
  /** Skips frames that it does not know. Throws a `ProviderError` for an error object; what was pushed before it still counts. */
  read(frame: JsonValue, out: ModelEvent[]): void;
  /** The remaining parts and `finish`. Called once, when the answer is complete. */
  finish(out: ModelEvent[]): void;
  /**
   * The finish reason has come: a connection that breaks now loses at most the usage. An answer that ends while this is false fails as
   * `truncated`. It does not end the answer: frames are read until `closed`, the end mark or the end of the body.
   */
  readonly complete: boolean;
  /**
   * The text of a frame that says nothing but a piece of text, and how to read another piece of the same kind. Frames that are equal but for
   * that text are then not parsed. Without it every frame is.
   */
  repeats?(frame: JsonValue): TextPiece | undefined;
  /** The closing frame has come: the answer ends at once, though the host may keep the connection open. Default false. */
  readonly closed?: boolean;
}

export interface TextPiece {
  readonly text: string;
  readonly read: (text: string, out: ModelEvent[]) => void;
}

/** One request on its way to the host. */
export interface WireCall extends Omit<RenderedRequest, 'warnings'> {
  readonly model: string;
  readonly stream: boolean;
  readonly signal: AbortSignal;
}

/** What came back: bytes, frames that an SDK has parsed, or its whole answer. Header names are in lower case. */
export type WireAnswer = WireOrigin &
  (
    | { readonly response: HttpResponse }
    | { readonly frames: AsyncIterable<JsonValue>; readonly headers?: HttpHeaders }
    | { readonly answer: JsonValue; readonly headers?: HttpHeaders }
  );

export interface WireOrigin {
  /** Where it came from; only the host is ever shown. */
  readonly url: string;
  /** What must not show in an error. */
  readonly secrets: readonly string[];
}

/**
 * Carries bodies there and answers back, bytes whatever their status. Rejects with a `ProviderError`, a `ConfigError` or the
 * signal's reason; so do the frames.
 */
export type Transport = (call: WireCall) => Promise<WireAnswer>;
