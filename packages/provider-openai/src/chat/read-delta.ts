import {
  isJsonObject,
  type ModelEvent,
  type PartAssembler,
  type SourcePart,
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

  const saying = (out: ModelEvent[]): Said => ({
    text: (text) => parts.delta('text', 'content', text, out),
    reasoning: (text) => parts.delta('reasoning', 0, text, out),
  });
  const readContent = (content: ChatDelta['content'], said: Said): void => {
    if (typeof content === 'string') return tags ? tags.push(content, said) : said.text(content);
    // Mistral: parts, of which some are reasoning.
    if (!Array.isArray(content)) return;
    for (const part of content) {
      if (!isJsonObject(part)) continue;
      if (typeof part.text === 'string') said.text(part.text);
      if (Array.isArray(part.thinking))
        for (const thought of part.thinking)
          if (isJsonObject(thought) && typeof thought.text === 'string') said.reasoning(thought.text);
    }
  };
  const readReasoning = (delta: ChatDelta, said: Said): void => {
    const known = details.list.length > 0;
    const shown = details.add(delta.reasoning_details);
    if (!known && details.list.length > 0) parts.annotate('reasoning', 0, chatDataKey, { model });
    const text = [delta.reasoning, delta.reasoning_content].find((each) => typeof each === 'string' && each);
    if (typeof text === 'string') said.reasoning(text);
    else if (shown !== '') said.reasoning(shown);
    if (isJsonObject(delta.extra_content))
      parts.annotate('reasoning', 0, chatDataKey, { model, extraContent: delta.extra_content });
  };
  const read = (delta: ChatDelta, out: ModelEvent[]): void => {
    const said = saying(out);
    readReasoning(delta, said);
    readContent(delta.content, said);
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
