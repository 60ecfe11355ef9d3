import {
  type AnswerReader,
  type CallInfo,
  createPartAssembler,
  type Finish,
  isJsonObject,
  type JsonObject,
  type ModelEvent,
  type ModelRequest,
  type RawToolCall,
  type SourcePart,
  toResponseInfo,
  type Usage,
} from '@pegboard/core/provider';
import { toAnswerError, toApiError } from '../errors.ts';
import { createDeltaReader } from './read-delta.ts';
import { parseFinish } from './parse-finish.ts';
import { parseUsage } from './parse-usage.ts';
import type { ChatChoice, ChatChunk } from './wire.ts';

/** What a model wrote that its host could not read as calls; undefined where not all of it is certain. */
export type RecoverAnswer = (error: JsonObject, request: ModelRequest) => RecoveredAnswer | undefined;

export interface RecoveredAnswer {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly RawToolCall[];
}

export interface ReadingOptions {
  readonly call: CallInfo;
  readonly request: ModelRequest;
  readonly recover?: RecoverAnswer | undefined;
  /** Reasoning may stand in the content, between tags. */
  readonly thinkTags: boolean;
}

/** Reads an answer, whole or chunk by chunk. */
export function createAnswerReader({ call, request, recover, thinkTags }: ReadingOptions): AnswerReader {
  const parts = createPartAssembler();
  const sources: SourcePart[] = [];
  const deltas = createDeltaReader(parts, sources, { model: call.model, thinkTags });
  let started = false;
  let recovered: RecoveredAnswer | undefined;
  let raw: string | undefined;
  let usage: Usage = {};

  const readChoice = (choice: ChatChoice, out: ModelEvent[]): void => {
    if (isJsonObject(choice.delta)) deltas.read(choice.delta, out);
    else if (isJsonObject(choice.message)) deltas.readMessage(choice.message, out);
    if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') raw = choice.finish_reason;
  };
  return {
    read(frame, out) {
      // Every reader of a chunk checks what it takes out of it.
      const chunk: ChatChunk = isJsonObject(frame) ? frame : {};
      if (chunk.error) {
        const isFirst = parts.callCount === 0;
        recovered = isFirst && isJsonObject(chunk.error) ? recover?.(chunk.error, request) : undefined;
        if (!recovered) throw toError(chunk, call);
      }
      if (!started) out.push({ type: 'start', response: toResponseInfo(chunk, call) });
      started = true;
      const choice = Array.isArray(chunk.choices) ? (chunk.choices[0] as ChatChoice | undefined) : undefined; // foreign data
      if (choice && !choice.index) readChoice(choice, out);
      if (isJsonObject(chunk.usage)) usage = parseUsage(chunk.usage);
    },
    repeats: (frame) => deltas.repeats(frame),
    finish(out) {
      if (recovered) deltas.read({ content: recovered.text, reasoning: recovered.reasoning }, out);
      deltas.finish(out);
      parts.finish(out);
      for (const part of recovered?.calls ?? []) parts.part(part, out);
      for (const source of sources) parts.part(source, out);
      const found = { calls: parts.callCount > 0, refusal: deltas.refusal };
      const finish: Finish = recovered
        ? { unified: 'tool-calls', raw: 'tool_use_failed' }
        : parseFinish(raw, found);
      out.push({ type: 'finish', finish, usage });
    },
    get complete() {
      return raw !== undefined || recovered !== undefined;
    },
    get closed() {
      return recovered !== undefined;
    },
  };
}

/** A refusal whose status is known comes here only to be recovered. */
function toError({ error, status }: ChatChunk, call: CallInfo): Error {
  return typeof status === 'number' && status >= 400
    ? toApiError(status, JSON.stringify({ error }), call)
    : toAnswerError(error, call);
}
