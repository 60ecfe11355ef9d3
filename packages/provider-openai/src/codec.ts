import type { JsonValue, ModelEvent, ModelRequest, ModelWarning } from '@pegboard/core/provider';
import type { CallInfo } from './call-info.ts';

/** One wire format of the API, without any transport: pure functions over requests, bytes and JSON. */
export interface Codec {
  /** Under the base URL. */
  readonly path: '/chat/completions';
  render(request: ModelRequest): RenderedRequest;
  createDecoder(call: CallInfo): StreamDecoder;
  /** The answer of the one-shot endpoint. Throws a `ProviderError` for an error object in it. */
  parseAnswer(answer: JsonValue, call: CallInfo): ModelEvent[];
}

export interface RenderedRequest {
  /** JSON; the same bytes for the same request. */
  readonly body: string;
  readonly warnings: readonly ModelWarning[];
}

/** Turns the bytes of one answer into events. What comes before a failure in the same bytes is still handed on. */
export interface StreamDecoder {
  push(bytes: Uint8Array): ModelEvent[];
  /** The last events; an answer that is not complete is the failure `truncated`. */
  end(): ModelEvent[];
  /** An error object in the answer, or what could not be read: to be thrown after the events. Nothing follows it. */
  readonly failure: Error | undefined;
  /** The `finish` event was given; what follows does not count. */
  readonly finished: boolean;
  /** The model has finished its answer: a connection that breaks now loses at most the usage. */
  readonly complete: boolean;
}
