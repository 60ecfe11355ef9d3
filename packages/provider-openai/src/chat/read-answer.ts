import {
  type AnswerReader,
  type CallInfo,
  createPartAssembler,
  isJsonObject,
  type ModelEvent,
  type SourcePart,
  type ToolCallPiece,
  toResponseInfo,
  type Usage,
} from '@pegboard/core/provider';
import { toAnswerError } from '../errors.ts';
import { parseFinish } from './parse-finish.ts';
import { parseUsage } from './parse-usage.ts';
import { chatDataKey } from './profile.ts';
import type { ChatAnnotation, ChatChoice, ChatChunk, ChatDelta, ChatToolCallDelta } from './wire.ts';

/** Reads an answer, whole or chunk by chunk. */
export function createAnswerReader(call: CallInfo): AnswerReader {
  const parts = createPartAssembler();
  const sources: SourcePart[] = [];
  let started = false;
  let refusal = false;
  let raw: string | undefined;
  let usage: Usage = {};

  const readDelta = (delta: ChatDelta, out: ModelEvent[]): void => {
    const { content, tool_calls: calls, reasoning_content, reasoning = reasoning_content } = delta;
    if (typeof reasoning === 'string') parts.delta('reasoning', 0, reasoning, out);
    if (typeof content === 'string') parts.delta('text', 'content', content, out);
    if (typeof delta.refusal === 'string' && delta.refusal !== '') {
      if (!refusal) parts.annotate('text', 'refusal', chatDataKey, { refusal: true });
      refusal = true;
      parts.delta('text', 'refusal', delta.refusal, out);
    }
    if (Array.isArray(calls)) for (const piece of calls) parts.toolCall(toPiece(piece), out);
    if (Array.isArray(delta.annotations)) for (const each of delta.annotations) pushSource(each, sources);
  };
  /** In a whole answer every entry is a call of its own: its position numbers it where the host does not. */
  const readMessage = ({ tool_calls: calls, ...message }: ChatDelta, out: ModelEvent[]): void => {
    readDelta(message, out);
    if (!Array.isArray(calls)) return;
    for (const [position, piece] of calls.entries())
      parts.toolCall({ index: position, ...toPiece(piece) }, out);
  };
  const readChoice = (choice: ChatChoice, out: ModelEvent[]): void => {
    if (choice.delta) readDelta(choice.delta, out);
    else if (choice.message) readMessage(choice.message, out);
    if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') raw = choice.finish_reason;
  };
  return {
    read(frame, out) {
      // Every reader of a chunk checks what it takes out of it.
      const chunk: ChatChunk = isJsonObject(frame) ? frame : {};
      if (chunk.error) throw toAnswerError(chunk.error, call);
      if (!started) out.push({ type: 'start', response: toResponseInfo(chunk, call) });
      started = true;
      const choice = Array.isArray(chunk.choices) ? (chunk.choices[0] as ChatChoice | undefined) : undefined; // foreign data
      if (choice && !choice.index) readChoice(choice, out);
      if (isJsonObject(chunk.usage)) usage = parseUsage(chunk.usage);
    },
    finish(out) {
      parts.finish(out);
      for (const source of sources) parts.part(source, out);
      out.push({ type: 'finish', finish: parseFinish(raw, { calls: parts.callCount > 0, refusal }), usage });
    },
    get complete() {
      return raw !== undefined;
    },
  };
}

/** Nothing that a host sends is certain, not even that an entry is an object. */
function toPiece(piece: ChatToolCallDelta | null): ToolCallPiece {
  const { index, id, function: called } = piece ?? {};
  const args = called?.arguments;
  return {
    ...(typeof index === 'number' && { index }),
    ...(typeof id === 'string' && { id }),
    ...(typeof called?.name === 'string' && { name: called.name }),
    ...((typeof args === 'string' || isJsonObject(args)) && { args }),
  };
}

/** The positions of an annotation point into the answer, not into the source: they are no quote. */
function pushSource(annotation: ChatAnnotation | null, sources: SourcePart[]): void {
  const citation = annotation?.url_citation;
  if (typeof citation?.url !== 'string') return;
  sources.push({
    type: 'source',
    url: citation.url,
    ...(typeof citation.title === 'string' && { title: citation.title }),
  });
}
