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

/** Turns the bytes of one answer into events. Throws a `ProviderError` for an error object and for what it cannot read. */
export interface StreamDecoder {
  push(bytes: Uint8Array): ModelEvent[];
  /** The last events. Throws `truncated` when the answer is not complete. */
  end(): ModelEvent[];
  /** The `finish` event was given; what follows does not count. */
  readonly finished: boolean;
  /** The model has finished its answer: a connection that breaks now loses at most the usage. */
  readonly complete: boolean;
}
