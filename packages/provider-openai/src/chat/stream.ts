import { createSseDecoder, isJsonObject, type ModelEvent, type SseEvent } from '@pegboard/core/provider';
import type { CallInfo } from '../call-info.ts';
import type { StreamDecoder } from '../codec.ts';
import { toInvalidResponse, toTruncatedError } from '../errors.ts';
import { createAnswerReader } from './read-answer.ts';
import type { ChatChunk } from './wire.ts';

/** Reads the event stream of a chat answer. */
export function createChatDecoder(call: CallInfo): StreamDecoder {
  const events = createSseDecoder();
  const answer = createAnswerReader(call);
  let finished = false;
  let failure: Error | undefined;

  const finish = (out: ModelEvent[]): void => {
    answer.finish(out);
    finished = true;
  };
  const readAll = (batch: readonly SseEvent[], out: ModelEvent[]): void => {
    for (const { data } of batch) {
      if (finished) return;
      if (data === '[DONE]') finish(out);
      else if (data !== '') answer.read(parseChunk(data, call), out);
    }
  };
  const guard = (work: (out: ModelEvent[]) => void): ModelEvent[] => {
    const out: ModelEvent[] = [];
    try {
      if (failure === undefined && !finished) work(out);
    } catch (error) {
      // Only our own errors are thrown in here.
      failure = error as Error;
    }
    return out;
  };
  return {
    push: (bytes) => guard((out) => readAll(events.push(bytes), out)),
    end: () =>
      guard((out) => {
        readAll(events.end().filter(isWhole), out);
        if (finished) return;
        if (!answer.complete) throw toTruncatedError(call);
        finish(out);
      }),
    get failure() {
      return failure;
    },
    get finished() {
      return finished;
    },
    get complete() {
      return finished || answer.complete;
    },
  };
}

function parseChunk(data: string, call: CallInfo): ChatChunk {
  let chunk: unknown;
  try {
    chunk = JSON.parse(data);
  } catch (cause) {
    throw toInvalidResponse(
      `An event is no JSON and starts with ${JSON.stringify(data.slice(0, 80))}`,
      call,
      cause,
    );
  }
  // Every reader of a chunk checks what it takes out of it.
  return isJsonObject(chunk) ? chunk : {};
}

/** The end of a body may have cut its last event. */
function isWhole({ data }: SseEvent): boolean {
  if (data === '[DONE]') return true;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}
