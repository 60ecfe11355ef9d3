import type { JsonValue } from '../contracts/json.ts';
import type { ModelBatch, ModelEvent } from '../contracts/provider.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import type { AnswerReader, CallInfo, Codec } from './codec.ts';
import { createNdjsonDecoder } from './ndjson.ts';
import { createSseDecoder, type SseEvent } from './sse.ts';
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
  readonly complete: boolean;
}

export function createStreamReader(
  { framing, endMark }: Pick<Codec, 'framing' | 'endMark'>,
  reader: AnswerReader,
  call: CallInfo,
): StreamReader {
  const decoder = framing === 'sse' ? sseFrames(call, endMark) : createNdjsonDecoder();
  let finished = false;
  let failure: unknown;

  const finish = (out: ModelEvent[]): void => {
    reader.finish(out);
    finished = true;
  };
  const read = (frames: Iterable<JsonValue | symbol>, out: ModelEvent[]): void => {
    for (const frame of frames) {
      if (finished) return;
      if (typeof frame !== 'symbol') reader.read(frame, out);
      if (reader.closed || frame === ended || (frame === done && reader.complete)) finish(out);
    }
  };
  const guard = (work: (out: ModelEvent[]) => void): ModelBatch => {
    const out: ModelEvent[] = [];
    try {
      if (failure === undefined && !finished) work(out);
    } catch (error) {
      failure = isPegboardError(error) ? error : toCodecFault(error, call);
    }
    return out;
  };
  return {
    bytes: (chunk) => guard((out) => read(decoder.push(chunk), out)),
    frame: (frame) => guard((out) => read([frame], out)),
    end: () =>
      guard((out) => {
        read(decoder.end(), out);
        if (finished) return;
        if (!reader.complete) throw toTruncatedError(call);
        finish(out);
      }),
    get failure() {
      return failure;
    },
    get finished() {
      return finished;
    },
    get complete() {
      return finished || reader.complete;
    },
  };
}

/** Stands for the codec's own end mark. */
const ended = Symbol('end mark');
/** Stands for `[DONE]`, which hosts send where the API does not know it, too. */
const done = Symbol('[DONE]');

interface Frames {
  push(bytes: Uint8Array): Iterable<JsonValue | symbol>;
  end(): Iterable<JsonValue | symbol>;
}

/** Frames are parsed one by one, so that those before a broken one are read. */
function sseFrames(call: CallInfo, endMark: string | undefined): Frames {
  const events = createSseDecoder();
  function* parse(batch: readonly SseEvent[], last: boolean): Generator<JsonValue | symbol> {
    for (const { data } of batch) {
      if (data === endMark) yield ended;
      else if (data === '[DONE]') yield done;
      else if (data !== '') {
        const frame = parseFrame(data, call, last);
        if (frame !== undefined) yield frame;
      }
    }
  }
  return { push: (bytes) => parse(events.push(bytes), false), end: () => parse(events.end(), true) };
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
