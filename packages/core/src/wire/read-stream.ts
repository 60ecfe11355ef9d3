import type { JsonValue } from '../contracts/json.ts';
import type { ModelBatch, ModelEvent } from '../contracts/provider.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import type { AnswerReader, CallInfo, Codec } from './codec.ts';
import { createNdjsonDecoder } from './ndjson.ts';
import { createRepeatedFrames, type RepeatedFrames } from './repeat-frames.ts';
import { createSseReader } from './sse.ts';
import { toCodecFault, toInvalidResponse, toTruncatedError } from './wire-errors.ts';

/** Turns the bytes or frames of one answer into events. What comes before a failure in the same bytes is still handed on. */
export interface StreamReader {
  readonly bytes: (chunk: Uint8Array) => ModelBatch;
  readonly frame: (frame: JsonValue) => ModelBatch;
  /** The last events; an answer that is not complete is the failure `truncated`. */
  end(): ModelBatch;
  /** An error object in the answer, or what could not be read: to be thrown after the events. Nothing follows it. */
  readonly failure: unknown;
  /** The `finish` event was given; what follows does not count. */
  readonly finished: boolean;
  /** The model has finished its answer: a connection that breaks now loses at most the usage. */
  readonly isComplete: () => boolean;
}

export function createStreamReader(
  { framing, endMark }: Pick<Codec, 'framing' | 'endMark'>,
  reader: AnswerReader,
  call: CallInfo,
): StreamReader {
  const finish = (out: ModelEvent[]): void => {
    reader.finish(out);
    stream.finished = true;
  };
  const readFrame = (frame: JsonValue, out: ModelEvent[]): void => {
    if (stream.finished) return;
    reader.read(frame, out);
    if (reader.closed) finish(out);
  };
  const readMark = (isEnd: boolean, out: ModelEvent[]): void => {
    if (!stream.finished && (isEnd || reader.complete)) finish(out);
  };
  const repeated = createRepeatedFrames(reader);
  const readAgain = (data: string, out: ModelEvent[]): boolean =>
    !stream.finished && repeated.read(data, out);
  const skip: RepeatedFrames['skip'] = (lines, start, out) =>
    stream.finished ? start : repeated.skip(lines, start, out);
  const decoder =
    framing === 'sse'
      ? sseFrames(call, endMark, { readFrame, readMark, readAgain, skip, learn: repeated.learn })
      : ndjsonFrames(readFrame);
  const guard = (work: (out: ModelEvent[]) => void): ModelBatch => {
    const out: ModelEvent[] = [];
    try {
      if (stream.failure === undefined && !stream.finished) work(out);
    } catch (error) {
      stream.failure = isPegboardError(error) ? error : toCodecFault(error, call);
    }
    return out;
  };
  const stream: Draft<StreamReader> = {
    bytes: (chunk) => guard((out) => decoder.push(chunk, out)),
    frame: (frame) => guard((out) => readFrame(frame, out)),
    end: () =>
      guard((out) => {
        decoder.end(out);
        if (stream.finished) return;
        if (!reader.complete) throw toTruncatedError(call);
        finish(out);
      }),
    failure: undefined,
    finished: false,
    isComplete: () => stream.finished || reader.complete,
  };
  return stream;
}

/** Fields that change stand as they are: V8 keeps what a getter of a literal closes over until its next collection of everything. */
type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Cuts bytes into frames, which are parsed and read one by one, so that those before a broken one count. */
interface Frames {
  push(bytes: Uint8Array, out: ModelEvent[]): void;
  end(out: ModelEvent[]): void;
}

function ndjsonFrames(read: (frame: JsonValue, out: ModelEvent[]) => void): Frames {
  const decoder = createNdjsonDecoder();
  const readAll = (frames: readonly JsonValue[], out: ModelEvent[]): void => {
    for (const frame of frames) read(frame, out);
  };
  return {
    push: (bytes, out) => readAll(decoder.push(bytes), out),
    end: (out) => readAll(decoder.end(), out),
  };
}

interface EventReaders {
  readonly readFrame: (frame: JsonValue, out: ModelEvent[]) => void;
  /** An end mark: the codec's own, or the `[DONE]` of others. */
  readonly readMark: (isEnd: boolean, out: ModelEvent[]) => void;
  readonly readAgain: RepeatedFrames['read'];
  readonly skip: RepeatedFrames['skip'];
  readonly learn: RepeatedFrames['learn'];
}

function sseFrames(
  call: CallInfo,
  endMark: string | undefined,
  { readFrame, readMark, readAgain, skip, learn }: EventReaders,
): Frames {
  let out: ModelEvent[] = [];
  let last = false;
  const reader = createSseReader(
    ({ event, data }) => {
      // Hosts send `[DONE]` where the API does not know it, too.
      if (data === endMark || data === '[DONE]') readMark(data === endMark, out);
      else if (data !== '' && !readAgain(data, out)) {
        const frame = parseFrame(data, call, last);
        if (frame === undefined) return;
        readFrame(frame, out);
        learn(data, frame, event);
      }
    },
    { skip: (lines, start) => skip(lines, start, out) },
  );
  return {
    push(bytes, onto) {
      out = onto;
      reader.push(bytes);
    },
    end(onto) {
      out = onto;
      last = true;
      reader.end();
    },
  };
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
