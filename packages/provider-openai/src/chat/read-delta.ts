import {
  isJsonObject,
  type JsonValue,
  type ModelEvent,
  type PartAssembler,
  type SourcePart,
  type TextPiece,
  type ToolCallPiece,
} from '@pegboard/core/provider';
import { chatDataKey } from './profile.ts';
import { createReasoningDetails } from './reasoning-details.ts';
import { createThinkTags, type Said } from './think-tags.ts';
import type { ChatAnnotation, ChatDelta, ChatToolCallDelta } from './wire.ts';

export interface DeltaReader {
  read(delta: ChatDelta, out: ModelEvent[]): void;
  /** Of a whole answer, where every call is an entry of its own: its position numbers it where the host does not. */
  readMessage(message: ChatDelta, out: ModelEvent[]): void;
  /** See `AnswerReader.repeats`. */
  repeats(frame: JsonValue): TextPiece | undefined;
  /** What was held back, and opaque state. */
  finish(out: ModelEvent[]): void;
  readonly refusal: boolean;
}

export function createDeltaReader(
  parts: PartAssembler,
  sources: SourcePart[],
  { model, thinkTags }: { readonly model: string; readonly thinkTags: boolean },
): DeltaReader {
  const details = createReasoningDetails();
  const tags = thinkTags ? createThinkTags() : undefined;
  let refusal = false;

  const sayText = (text: string, out: ModelEvent[]): void => parts.delta('text', 'content', text, out);
  const think = (text: string, out: ModelEvent[]): void => parts.delta('reasoning', 0, text, out);
  const saying = (out: ModelEvent[]): Said => ({
    text: (text) => sayText(text, out),
    reasoning: (text) => think(text, out),
  });
  const readText = (text: string, out: ModelEvent[]): void =>
    tags ? tags.push(text, saying(out)) : sayText(text, out);
  /** Mistral: parts, of which some are reasoning. */
  const readParts = (content: readonly unknown[], out: ModelEvent[]): void => {
    for (const part of content) {
      if (!isJsonObject(part)) continue;
      if (typeof part.text === 'string') sayText(part.text, out);
      if (Array.isArray(part.thinking))
        for (const thought of part.thinking)
          if (isJsonObject(thought) && typeof thought.text === 'string') think(thought.text, out);
    }
  };
  const readReasoning = (delta: ChatDelta, out: ModelEvent[]): void => {
    const { reasoning, reasoning_content, reasoning_details, extra_content } = delta;
    const known = details.list.length > 0;
    const shown = reasoning_details === undefined ? '' : details.add(reasoning_details);
    if (!known && details.list.length > 0) parts.annotate('reasoning', 0, chatDataKey, { model });
    if (typeof reasoning === 'string' && reasoning !== '') think(reasoning, out);
    else if (typeof reasoning_content === 'string' && reasoning_content !== '') think(reasoning_content, out);
    else if (shown !== '') think(shown, out);
    if (isJsonObject(extra_content))
      parts.annotate('reasoning', 0, chatDataKey, { model, extraContent: extra_content });
  };
  const read = (delta: ChatDelta, out: ModelEvent[]): void => {
    const { content } = delta;
    readReasoning(delta, out);
    if (typeof content === 'string') readText(content, out);
    else if (Array.isArray(content)) readParts(content, out);
    if (typeof delta.refusal === 'string' && delta.refusal !== '') {
      if (!refusal) parts.annotate('text', 'refusal', chatDataKey, { refusal: true });
      refusal = true;
      parts.delta('text', 'refusal', delta.refusal, out);
    }
    if (Array.isArray(delta.tool_calls))
      for (const piece of delta.tool_calls) parts.toolCall(toPiece(piece), out);
    if (Array.isArray(delta.annotations)) for (const each of delta.annotations) pushSource(each, sources);
  };
  return {
    read,
    readMessage({ tool_calls: calls, ...message }, out) {
      read(message, out);
      if (!Array.isArray(calls)) return;
      for (const [position, piece] of calls.entries())
        parts.toolCall({ index: position, ...toPiece(piece) }, out);
    },
    repeats(frame) {
      const piece = pieceOf(frame);
      if (piece === undefined) return undefined;
      const { text, index } = piece;
      const readArgs = (args: string, out: ModelEvent[]): void => parts.toolCall({ index, args }, out);
      return { text, read: index === undefined ? readText : readArgs };
    },
    finish(out) {
      tags?.end(saying(out));
      if (details.list.length > 0)
        parts.annotate('reasoning', 0, chatDataKey, { reasoningDetails: details.list });
    },
    get refusal() {
      return refusal;
    },
  };
}

/** The text, or the piece of a call's arguments, that is all that a chunk says. */
function pieceOf(frame: JsonValue): { readonly text: string; readonly index?: number } | undefined {
  if (!isJsonObject(frame) || frame.usage || frame.error || !Array.isArray(frame.choices)) return undefined;
  const [choice, another]: readonly unknown[] = frame.choices;
  if (!isJsonObject(choice) || another || choice.index || choice.finish_reason) return undefined;
  const { delta } = choice;
  if (!isJsonObject(delta) || Object.keys(delta).length !== 1) return undefined;
  if (typeof delta.content === 'string') return { text: delta.content };
  const [call, next]: readonly unknown[] = Array.isArray(delta.tool_calls) ? delta.tool_calls : [];
  if (!isJsonObject(call) || next || Object.keys(call).length !== 2 || typeof call.index !== 'number')
    return undefined;
  const { index, function: called } = call;
  if (!isJsonObject(called) || Object.keys(called).length !== 1 || typeof called.arguments !== 'string')
    return undefined;
  return { text: called.arguments, index };
}

/** Nothing that a host sends is certain, not even that an entry is an object. */
function toPiece(piece: ChatToolCallDelta | null): ToolCallPiece {
  const { index, id, function: called, extra_content: extraContent } = piece ?? {};
  const args = called?.arguments;
  return {
    ...(typeof index === 'number' && { index }),
    ...(typeof id === 'string' && { id }),
    ...(typeof called?.name === 'string' && { name: called.name }),
    ...((typeof args === 'string' || isJsonObject(args)) && { args }),
    ...(isJsonObject(extraContent) && { providerData: { [chatDataKey]: { extraContent } } }),
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
