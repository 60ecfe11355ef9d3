import type { JsonValue } from '../contracts/json.ts';
import type { ModelBatch, ModelEvent } from '../contracts/provider.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import type { AnswerReader, CallInfo, Codec } from './codec.ts';
import { createNdjsonDecoder, type NdjsonDecoder } from './ndjson.ts';
import { createRepeatedFrames, type RepeatedFrames } from './repeat-frames.ts';
import { type EventHandler, SseReader } from './sse.ts';
import { toCodecFault, toInvalidResponse, toTruncatedError } from './wire-errors.ts';

/** Turns the bytes or frames of one answer into events. What comes before a failure in the same bytes is still handed on. */
export interface StreamReader {
  bytes(chunk: Uint8Array): ModelBatch;
  frame(frame: JsonValue): ModelBatch;
  /** The last events; an answer that is not complete is the failure `truncated`. */
  end(): ModelBatch;
  /** An error object in the answer, or what could not be read: to be thrown after the events. Nothing follows it. */
  readonly failure: unknown;
  /** The `finish` event was given; what follows does not count. */
  readonly finished: boolean;
  /** The model has finished its answer: a connection that breaks now loses at most the usage. */
  isComplete(): boolean;
}

export function createStreamReader(
  { framing, endMark }: Pick<Codec, 'framing' | 'endMark'>,
  reader: AnswerReader,
  call: CallInfo,
): StreamReader {
  return new Answer(framing, endMark, reader, call);
}

/** A class: one is made for each answer, and functions of its own would be made for it, too. */
class Answer implements StreamReader, EventHandler {
  readonly #endMark: string | undefined;
  readonly #reader: AnswerReader;
  readonly #call: CallInfo;
  readonly #repeated: RepeatedFrames;
  /** Cut bytes into frames, which are parsed and read one by one, so that those before a broken one count. */
  readonly #events: SseReader | undefined;
  readonly #lines: NdjsonDecoder | undefined;
  #out: ModelEvent[] = [];
  #last = false;
  failure: unknown = undefined;
  finished = false;

  constructor(framing: Codec['framing'], endMark: string | undefined, reader: AnswerReader, call: CallInfo) {
    this.#endMark = endMark;
    this.#reader = reader;
    this.#call = call;
    this.#repeated = createRepeatedFrames(reader);
    if (framing === 'sse') this.#events = new SseReader(this);
    else this.#lines = createNdjsonDecoder();
  }

  bytes(chunk: Uint8Array): ModelBatch {
    return this.#guard(() => this.#readBytes(chunk));
  }

  frame(frame: JsonValue): ModelBatch {
    return this.#guard(() => this.#readFrame(frame));
  }

  end(): ModelBatch {
    return this.#guard(() => this.#readEnd());
  }

  isComplete(): boolean {
    return this.finished || this.#reader.complete;
  }

  onEvent(event: string, data: string): void {
    // Hosts send `[DONE]` where the API does not know it, too.
    if (data === this.#endMark || data === '[DONE]') {
      if (!this.finished && (data === this.#endMark || this.#reader.complete)) this.#finish();
    } else if (data !== '' && !this.finished && !this.#repeated.read(data, this.#out)) {
      const frame = parseFrame(data, this.#call, this.#last);
      if (frame === undefined) return;
      this.#readFrame(frame);
      this.#repeated.learn(data, frame, event);
    }
  }

  skip(lines: string, start: number): number {
    return this.finished ? start : this.#repeated.skip(lines, start, this.#out);
  }

  #guard(read: () => void): ModelBatch {
    const out: ModelEvent[] = (this.#out = []);
    try {
      if (this.failure === undefined && !this.finished) read();
    } catch (error) {
      this.failure = isPegboardError(error) ? error : toCodecFault(error, this.#call);
    }
    return out;
  }

  #readBytes(chunk: Uint8Array): void {
    this.#events?.push(chunk);
    for (const frame of this.#lines?.push(chunk) ?? []) this.#readFrame(frame);
  }

  #readEnd(): void {
    this.#last = true;
    this.#events?.end();
    for (const frame of this.#lines?.end() ?? []) this.#readFrame(frame);
    if (this.finished) return;
    if (!this.#reader.complete) throw toTruncatedError(this.#call);
    this.#finish();
  }

  #readFrame(frame: JsonValue): void {
    if (this.finished) return;
    this.#reader.read(frame, this.#out);
    if (this.#reader.closed) this.#finish();
  }

  #finish(): void {
    this.#reader.finish(this.#out);
    this.finished = true;
  }
}

/** The end of a body may have cut its last event, which then does not count. */
function parseFrame(data: string, call: CallInfo, last: boolean): JsonValue | undefined {
  try {
    return JSON.parse(data) as JsonValue;
  } catch (cause) {
    if (last) return undefined;
    const start = JSON.stringify(data.slice(0, 80));
    throw toInvalidResponse(`An event is no JSON and starts with ${start}`, call, cause);
  }
}
