import {
  type AnswerReader,
  type CallInfo,
  createPartAssembler,
  type Finish,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
  type ModelRequest,
  type RawToolCall,
  type SourcePart,
  type TextPiece,
  toResponseInfo,
  type Usage,
} from '@pegboard/core/provider';
import { toAnswerError, toApiError } from '../errors.ts';
import { createDeltaReader, type DeltaReader } from './read-delta.ts';
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
export function createAnswerReader(options: ReadingOptions): AnswerReader {
  return new ChatAnswer(options);
}

/** A class: one is made for each answer, and functions of its own would be made for it, too. */
class ChatAnswer implements AnswerReader {
  readonly #options: ReadingOptions;
  readonly #parts = createPartAssembler();
  readonly #sources: SourcePart[] = [];
  readonly #deltas: DeltaReader;
  #started = false;
  #recovered: RecoveredAnswer | undefined;
  #raw: string | undefined;
  #usage: Usage = {};

  constructor(options: ReadingOptions) {
    const { call, thinkTags } = options;
    this.#options = options;
    this.#deltas = createDeltaReader(this.#parts, this.#sources, { model: call.model, thinkTags });
  }

  read(frame: JsonValue, out: ModelEvent[]): void {
    const { call } = this.#options;
    // Every reader of a chunk checks what it takes out of it.
    const chunk: ChatChunk = isJsonObject(frame) ? frame : {};
    if (chunk.error && !this.#recover(chunk.error)) throw toError(chunk, call);
    if (!this.#started) out.push({ type: 'start', response: toResponseInfo(chunk, call) });
    this.#started = true;
    const choice = Array.isArray(chunk.choices) ? (chunk.choices[0] as ChatChoice | undefined) : undefined; // foreign data
    if (choice && !choice.index) this.#readChoice(choice, out);
    if (isJsonObject(chunk.usage)) this.#usage = parseUsage(chunk.usage);
  }

  repeats(frame: JsonValue): TextPiece | undefined {
    return this.#deltas.repeats(frame);
  }

  finish(out: ModelEvent[]): void {
    const { text, reasoning, calls = [] } = this.#recovered ?? {};
    if (text !== undefined) this.#deltas.read({ content: text, reasoning }, out);
    this.#deltas.finish(out);
    this.#parts.finish(out);
    for (const part of calls) this.#parts.part(part, out);
    for (const source of this.#sources) this.#parts.part(source, out);
    const found = { calls: this.#parts.callCount > 0, refusal: this.#deltas.refusal };
    const finish: Finish = this.#recovered
      ? { unified: 'tool-calls', raw: 'tool_use_failed' }
      : parseFinish(this.#raw, found);
    out.push({ type: 'finish', finish, usage: this.#usage });
  }

  get complete(): boolean {
    return this.#raw !== undefined || this.#recovered !== undefined;
  }

  get closed(): boolean {
    return this.#recovered !== undefined;
  }

  #readChoice({ delta, message, finish_reason: reason }: ChatChoice, out: ModelEvent[]): void {
    if (isJsonObject(delta)) this.#deltas.read(delta, out);
    else if (isJsonObject(message)) this.#deltas.readMessage(message, out);
    if (typeof reason === 'string' && reason !== '') this.#raw = reason;
  }

  /** Whether what the error holds could be read; only of an answer that has begun no call. */
  #recover(error: unknown): boolean {
    const { recover, request } = this.#options;
    const isFirst = this.#parts.callCount === 0;
    this.#recovered = isFirst && isJsonObject(error) ? recover?.(error, request) : undefined;
    return this.#recovered !== undefined;
  }
}

/** A refusal whose status is known comes here only to be recovered. */
function toError({ error, status }: ChatChunk, call: CallInfo): Error {
  return typeof status === 'number' && status >= 400
    ? toApiError(status, JSON.stringify({ error }), call)
    : toAnswerError(error, call);
}
