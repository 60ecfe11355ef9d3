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
import { createReasoningDetails, type ReasoningDetails } from './reasoning-details.ts';
import { createThinkTags, type Said, type ThinkTags } from './think-tags.ts';
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

export interface DeltaOptions {
  readonly model: string;
  readonly thinkTags: boolean;
}

export function createDeltaReader(
  parts: PartAssembler,
  sources: SourcePart[],
  options: DeltaOptions,
): DeltaReader {
  return new Deltas(parts, sources, options);
}

/** A class: one is made for each answer, and functions of its own would be made for it, too. */
class Deltas implements DeltaReader {
  readonly #parts: PartAssembler;
  readonly #sources: SourcePart[];
  readonly #model: string;
  readonly #tags: ThinkTags | undefined;
  #details: ReasoningDetails | undefined;
  refusal = false;

  constructor(parts: PartAssembler, sources: SourcePart[], { model, thinkTags }: DeltaOptions) {
    this.#parts = parts;
    this.#sources = sources;
    this.#model = model;
    this.#tags = thinkTags ? createThinkTags() : undefined;
  }

  read(delta: ChatDelta, out: ModelEvent[]): void {
    this.#readSaid(delta, out);
    const { tool_calls: calls } = delta;
    if (Array.isArray(calls)) for (const piece of calls) this.#parts.toolCall(toPiece(piece), out);
  }

  readMessage(message: ChatDelta, out: ModelEvent[]): void {
    this.#readSaid(message, out);
    const { tool_calls: calls } = message;
    if (!Array.isArray(calls)) return;
    for (const [position, piece] of calls.entries())
      this.#parts.toolCall({ index: position, ...toPiece(piece) }, out);
  }

  /** All but the calls. */
  #readSaid(delta: ChatDelta, out: ModelEvent[]): void {
    const { content, refusal, annotations } = delta;
    this.#readReasoning(delta, out);
    if (typeof content === 'string') this.#readText(content, out);
    else if (Array.isArray(content)) this.#readParts(content, out);
    if (typeof refusal === 'string' && refusal !== '') {
      if (!this.refusal) this.#parts.annotate('text', 'refusal', chatDataKey, { refusal: true });
      this.refusal = true;
      this.#parts.delta('text', 'refusal', refusal, out);
    }
    if (Array.isArray(annotations)) for (const each of annotations) pushSource(each, this.#sources);
  }

  repeats(frame: JsonValue): TextPiece | undefined {
    const piece = pieceOf(frame);
    if (piece === undefined) return undefined;
    const { text, index } = piece;
    const readText = (more: string, out: ModelEvent[]): void => this.#readText(more, out);
    const readArgs = (args: string, out: ModelEvent[]): void => this.#parts.toolCall({ index, args }, out);
    return { text, read: index === undefined ? readText : readArgs };
  }

  finish(out: ModelEvent[]): void {
    this.#tags?.end(this.#saying(out));
    const { list = [] } = this.#details ?? {};
    if (list.length > 0) this.#parts.annotate('reasoning', 0, chatDataKey, { reasoningDetails: list });
  }

  #say(text: string, out: ModelEvent[]): void {
    this.#parts.delta('text', 'content', text, out);
  }

  #think(text: string, out: ModelEvent[]): void {
    this.#parts.delta('reasoning', 0, text, out);
  }

  #saying(out: ModelEvent[]): Said {
    return { text: (text) => this.#say(text, out), reasoning: (text) => this.#think(text, out) };
  }

  #readText(text: string, out: ModelEvent[]): void {
    if (this.#tags) this.#tags.push(text, this.#saying(out));
    else this.#say(text, out);
  }

  /** Mistral: parts, of which some are reasoning. */
  #readParts(content: readonly unknown[], out: ModelEvent[]): void {
    for (const part of content) {
      if (!isJsonObject(part)) continue;
      if (typeof part.text === 'string') this.#say(part.text, out);
      if (Array.isArray(part.thinking))
        for (const thought of part.thinking)
          if (isJsonObject(thought) && typeof thought.text === 'string') this.#think(thought.text, out);
    }
  }

  #readReasoning(delta: ChatDelta, out: ModelEvent[]): void {
    const { reasoning, reasoning_content, reasoning_details: details, extra_content: extraContent } = delta;
    const shown = details === undefined ? '' : this.#addDetails(details);
    if (typeof reasoning === 'string' && reasoning !== '') this.#think(reasoning, out);
    else if (typeof reasoning_content === 'string' && reasoning_content !== '')
      this.#think(reasoning_content, out);
    else if (shown !== '') this.#think(shown, out);
    if (isJsonObject(extraContent))
      this.#parts.annotate('reasoning', 0, chatDataKey, { model: this.#model, extraContent });
  }

  /** The text of them that is shown. */
  #addDetails(details: unknown): string {
    const all = (this.#details ??= createReasoningDetails());
    const known = all.list.length > 0;
    const shown = all.add(details);
    if (!known && all.list.length > 0)
      this.#parts.annotate('reasoning', 0, chatDataKey, { model: this.#model });
    return shown;
  }
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
