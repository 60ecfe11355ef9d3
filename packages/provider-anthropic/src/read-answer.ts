import {
  type AnswerReader,
  type CallInfo,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
  toInvalidResponse,
  toResponseInfo,
} from '@pegboard/core/provider';
import { toAnswerError } from './errors.ts';
import { parseFinish } from './parse-finish.ts';
import { mergeUsage, parseUsage } from './parse-usage.ts';
import { type BlockReader, createBlockReader } from './read-blocks.ts';

/** Reads a streamed answer, event by event. Events and blocks that it does not know are skipped. */
export function createAnswerReader(call: CallInfo): AnswerReader {
  const blocks = createBlockReader(call.model);
  let started = false;
  let raw: string | undefined;
  let usage: JsonObject | undefined;

  const start = (message: JsonObject, out: ModelEvent[]): void => {
    if (!started) out.push({ type: 'start', response: toResponseInfo(message, call) });
    started = true;
    usage = mergeUsage(usage, message.usage);
  };
  const end = (event: JsonObject, out: ModelEvent[]): void => {
    usage = mergeUsage(usage, event.usage);
    const delta = isJsonObject(event.delta) ? event.delta : {};
    raw = readStop(delta, blocks, out) ?? raw;
  };
  const reader = {
    complete: false,
    closed: false,
    read(frame: JsonValue, out: ModelEvent[]) {
      const event: JsonObject = isJsonObject(frame) ? frame : {};
      if (event.type === 'error' || isJsonObject(event.error)) throw toAnswerError(event, call);
      const index = typeof event.index === 'number' ? event.index : 0;
      if (event.type === 'message_start') start(isJsonObject(event.message) ? event.message : {}, out);
      else if (event.type === 'content_block_start') {
        if (isJsonObject(event.content_block)) blocks.begin(index, event.content_block, out);
      } else if (event.type === 'content_block_delta') {
        if (isJsonObject(event.delta)) blocks.delta(index, event.delta, out);
      } else if (event.type === 'content_block_stop') blocks.end(index, out);
      else if (event.type === 'message_delta') end(event, out);
      else if (event.type === 'message_stop') reader.closed = raw !== undefined;
      reader.complete = raw !== undefined;
    },
    repeats(frame: JsonValue) {
      if (!isJsonObject(frame) || frame.type !== 'content_block_delta' || Object.keys(frame).length !== 3)
        return undefined;
      const { index, delta } = frame;
      return typeof index === 'number' && isJsonObject(delta) ? blocks.repeats(index, delta) : undefined;
    },
    finish(out: ModelEvent[]) {
      blocks.finish(out);
      const finish = parseFinish(raw, blocks.callCount() > 0);
      out.push({ type: 'finish', finish, usage: usage ? parseUsage(usage) : {} });
    },
  };
  return reader;
}

/** Reads a whole answer. */
export function readAnswer(answer: JsonValue, call: CallInfo): ModelEvent[] {
  if (isJsonObject(answer) && isJsonObject(answer.error)) throw toAnswerError(answer, call);
  if (!isJsonObject(answer) || !Array.isArray(answer.content))
    throw toInvalidResponse(`It has no content: ${JSON.stringify(answer).slice(0, 80)}`, call);
  const out: ModelEvent[] = [{ type: 'start', response: toResponseInfo(answer, call) }];
  const blocks = createBlockReader(call.model);
  const content: readonly JsonValue[] = answer.content;
  for (const [index, block] of content.entries()) {
    if (!isJsonObject(block)) continue;
    blocks.begin(index, block, out);
    blocks.end(index, out);
  }
  const raw = readStop(answer, blocks, out);
  blocks.finish(out);
  const usage = mergeUsage(undefined, answer.usage);
  out.push({
    type: 'finish',
    finish: parseFinish(raw, blocks.callCount() > 0),
    usage: usage ? parseUsage(usage) : {},
  });
  return out;
}

/** The stop reason, and what stands beside it: a refusal says why, code leaves its container. */
function readStop(
  { stop_reason: raw, stop_details: details, container }: JsonObject,
  blocks: BlockReader,
  out: ModelEvent[],
): string | undefined {
  if (isJsonObject(container)) blocks.container(container);
  if (raw === 'refusal' && isJsonObject(details)) {
    const { category, explanation } = details;
    out.push({
      type: 'warning',
      code: 'refusal',
      message: typeof explanation === 'string' ? explanation : 'The model refused to answer',
      details: { ...(typeof category === 'string' && { category }) },
    });
  }
  return typeof raw === 'string' && raw !== '' ? raw : undefined;
}
