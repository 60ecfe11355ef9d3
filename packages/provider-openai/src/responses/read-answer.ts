import {
  type AnswerReader,
  type CallInfo,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
  toResponseInfo,
  type Usage,
} from '@pegboard/core/provider';
import { toAnswerError } from '../errors.ts';
import { createItemDrafts } from './item-drafts.ts';
import { listOf } from './list-of.ts';
import { parseFinish } from './parse-finish.ts';
import { parseUsage } from './parse-usage.ts';
import type { ResponseBody } from './wire.ts';

/** Events that end an answer, and the status that each stands for where the response has none. */
const ends: Readonly<Record<string, string>> = {
  'response.completed': 'completed',
  'response.incomplete': 'incomplete',
  'response.failed': 'failed',
};

/** Reads a streamed answer, event by event. */
export function createResponseReader(call: CallInfo): AnswerReader {
  const items = createItemDrafts(call.model);
  let started = false;
  let end: ResponseBody | undefined;

  const start = (response: JsonObject, out: ModelEvent[]): void => {
    if (!started) out.push({ type: 'start', response: toResponseInfo(response, call) });
    started = true;
  };
  const reader = {
    complete: false,
    closed: false,
    read(frame: JsonValue, out: ModelEvent[]) {
      if (!isJsonObject(frame)) return;
      const { type, response } = frame;
      if (type === 'error' || (frame.error && type === undefined))
        throw toAnswerError(isJsonObject(frame.error) ? frame.error : frame, call);
      if (isJsonObject(response)) start(response, out);
      if (typeof type !== 'string') return;
      const status = Object.hasOwn(ends, type) ? ends[type] : undefined;
      if (status === undefined) return items.read(type, frame, out);
      end = { status, ...(isJsonObject(response) ? response : {}) };
      if (end.status === 'failed') throw toFailure(end, call);
      reader.complete = reader.closed = true;
      readOutput(end, items, out);
    },
    finish(out: ModelEvent[]) {
      if (!started) start({}, out);
      items.finish(out);
      out.push(toFinish(end ?? {}, items));
    },
  };
  return reader;
}

/** The events of a whole answer. */
export function readResponse(response: JsonObject, call: CallInfo): ModelEvent[] {
  const body: ResponseBody = response;
  if (body.status === 'failed' || body.error) throw toFailure(body, call);
  const items = createItemDrafts(call.model);
  const out: ModelEvent[] = [{ type: 'start', response: toResponseInfo(response, call) }];
  readOutput(body, items, out);
  items.finish(out);
  out.push(toFinish(body, items));
  return out;
}

type Drafts = ReturnType<typeof createItemDrafts>;

function readOutput({ output }: ResponseBody, items: Drafts, out: ModelEvent[]): void {
  // Foreign data: `listOf` checks it.
  for (const [index, item] of listOf(output as JsonValue).entries()) items.complete(index, item, out);
}

function toFinish(body: ResponseBody, items: Drafts): ModelEvent {
  const usage: Usage = isJsonObject(body.usage) ? parseUsage(body.usage) : {};
  return { type: 'finish', finish: parseFinish(body, items), usage };
}

function toFailure({ error, status }: ResponseBody, call: CallInfo): Error {
  return toAnswerError(error ?? { message: `The response has the status ${String(status)}` }, call);
}
