import {
  type AnswerReader,
  type CallInfo,
  createPartAssembler,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
  type ModelRequest,
  toResponseInfo,
} from '@pegboard/core/provider';
import { toAnswerError } from './errors.ts';
import { noticeTruncation } from './notice-truncation.ts';
import { parseFinish } from './parse-finish.ts';
import { parseUsage } from './parse-usage.ts';
import type { OllamaProfile } from './profile.ts';
import { createThinkTagReader, type Said } from './think-tags.ts';

/** Reads an answer, whole or line by line: each line is a message of its own with what is new, the last one says `done`. */
export function createAnswerReader(
  call: CallInfo,
  request: ModelRequest,
  profile: OllamaProfile,
): AnswerReader {
  const parts = createPartAssembler();
  const tags = createThinkTagReader();
  let thinks = false;
  let block: { readonly type: 'text' | 'reasoning'; readonly key: number } | undefined;
  let blocks = 0;
  let calls = 0;
  let started = false;
  let done: JsonObject | undefined;

  const say = ({ type, text }: Said, out: ModelEvent[]): void => {
    if (text === '') return;
    if (block?.type !== type) block = { type, key: ++blocks };
    parts.delta(type, block.key, text, out);
  };
  const release = (out: ModelEvent[]): void => {
    for (const each of tags.end()) say(each, out);
  };
  const readText = ({ thinking, content }: JsonObject, out: ModelEvent[]): void => {
    if (typeof thinking === 'string' && thinking !== '') {
      thinks = true;
      release(out);
      say({ type: 'reasoning', text: thinking }, out);
    }
    if (typeof content !== 'string' || content === '') return;
    // A server that tells thoughts apart leaves no tags in the content.
    const said = thinks ? [{ type: 'text', text: content } as const] : tags.push(content);
    for (const each of said) say(each, out);
  };
  const readCall = (value: JsonValue, out: ModelEvent[]): void => {
    const made = isJsonObject(value) && isJsonObject(value.function) ? value.function : undefined;
    if (!isJsonObject(value) || !made) return;
    release(out);
    block = undefined;
    const { id } = value;
    const { name, arguments: args } = made;
    parts.toolCall(
      {
        // Every call comes whole; the wire's own index begins anew in some servers' lines.
        index: calls++,
        ...(typeof id === 'string' && id !== '' && { id }),
        ...(typeof name === 'string' && { name }),
        args: isJsonObject(args) || typeof args === 'string' ? args : {},
      },
      out,
    );
  };
  const reader = {
    complete: false,
    closed: false,
    read(frame: JsonValue, out: ModelEvent[]) {
      const line = isJsonObject(frame) ? frame : {};
      if (line.error) throw toAnswerError(line, call);
      if (!started) out.push({ type: 'start', response: toResponseInfo({ model: line.model }, call) });
      started = true;
      const message = isJsonObject(line.message) ? line.message : {};
      readText(message, out);
      for (const made of listOf(message.tool_calls)) readCall(made, out);
      if (line.done !== true) return;
      done = line;
      reader.complete = reader.closed = true;
    },
    finish(out: ModelEvent[]) {
      release(out);
      const usage = parseUsage(done ?? {});
      parts.finish(out);
      const warning = noticeTruncation(request, profile, usage.inputTokens);
      if (warning) out.push(warning);
      out.push({ type: 'finish', finish: parseFinish(done?.done_reason, parts.callCount > 0), usage });
    },
  };
  return reader;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  // `isArray` forgets that the list is read-only.
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
