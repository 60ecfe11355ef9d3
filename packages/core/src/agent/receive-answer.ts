import type { AssistantPart, Finish, Origin } from '../contracts/message.ts';
import type { ModelBatch, ModelEvent, ModelPart, RawToolCall, ToolCallDelta } from '../contracts/provider.ts';
import type { Usage } from '../contracts/usage.ts';
import { isJsonObject } from '../lib/json.ts';
import type { EventBody } from './event-body.ts';
import type { GrowingJson } from './partial-inputs.ts';

/** A model's answer: its parts in the order of the wire, tool calls not yet read. */
export interface Answer {
  readonly parts: readonly ModelPart[];
  readonly finish: Finish;
  readonly usage: Usage;
  /** Who wrote it: one of several targets may have been asked. */
  readonly origin: Origin;
}

export interface AnswerListener {
  readonly emit: ((event: EventBody) => void) | undefined;
  readonly onText?: (text: string) => void;
  /** For JSON that is to be seen while it comes; absent when nobody looks. */
  readonly grow?: () => GrowingJson;
  /** Makes the event of an argument delta; without it there are none. */
  readonly deltaEvent?: (delta: ToolCallDelta) => EventBody;
  /** A call is complete, though the answer is not. */
  readonly onCall?: (call: RawToolCall) => void;
  /** The answer is complete. */
  readonly onEnd?: () => void;
  /** The model is asked again: what came of the answer so far is void. */
  readonly onRestart?: () => void;
}

/** Puts a stream of model events together; undefined when it ends without a `finish`. Rejects as the stream does. */
export async function receiveAnswer(
  stream: AsyncIterable<ModelBatch>,
  listener: AnswerListener,
  where: Origin,
): Promise<Answer | undefined> {
  const parts: PartDraft[] = [];
  let end: Extract<ModelEvent, { type: 'finish' }> | undefined;
  let origin = where;
  for await (const batch of stream) {
    for (const event of batch) {
      if (event.type === 'finish') end = event;
      else if (event.type === 'start') origin = event.response?.target ?? where;
      else receive(event, parts, listener);
      if (event.type === 'warning' && event.code === 'retry') restart(parts, listener);
    }
  }
  listener.onEnd?.();
  return (
    end && {
      parts: ordered(parts),
      finish: end.finish ?? { unified: 'other' },
      usage: end.usage ?? {},
      origin,
    }
  );
}

/** `retry` with `afterOutput` repeats an answer of which a part was handed on. */
function restart(parts: PartDraft[], { onRestart }: AnswerListener): void {
  parts.length = 0;
  onRestart?.();
}

/** A complete part, or the pieces of one that came only in deltas. */
interface PartDraft {
  readonly index: number;
  part: ModelPart | undefined;
  readonly kind: 'text' | 'reasoning' | 'other';
  readonly pieces: string[];
}

function receive(
  event: Exclude<ModelEvent, { type: 'finish' | 'start' }>,
  parts: PartDraft[],
  listener: AnswerListener,
): void {
  const { emit, deltaEvent, onCall } = listener;
  switch (event.type) {
    case 'text':
    case 'reasoning':
      draftAt(parts, event.index, event.type).pieces.push(event.text);
      return tell(event, listener);
    case 'tool-call-delta':
      if (emit && deltaEvent) emit(deltaEvent(event));
      return;
    case 'part':
      if (event.part.type === 'tool-call') onCall?.(event.part);
      return receivePart(event.part, draftAt(parts, event.index, 'other'), listener);
    case 'warning':
      emit?.({ ...event });
  }
}

function tell(
  { type, text }: { readonly type: 'text' | 'reasoning'; readonly text: string },
  { emit, onText }: AnswerListener,
): void {
  if (type === 'text') onText?.(text);
  emit?.({ type, text });
}

/** The text of a part that was not streamed is told as one piece. */
function receivePart(part: ModelPart, draft: PartDraft, listener: AnswerListener): void {
  const told = draft.part !== undefined || draft.pieces.length > 0;
  draft.part = part;
  if (!told && (part.type === 'text' || part.type === 'reasoning')) tell(part, listener);
}

/** The one that is being written is the last. */
function draftAt(parts: PartDraft[], index: number, kind: PartDraft['kind']): PartDraft {
  let draft = parts.findLast((one) => one.index === index);
  if (!draft) parts.push((draft = { index, part: undefined, kind, pieces: [] }));
  return draft;
}

function ordered(parts: readonly PartDraft[]): readonly ModelPart[] {
  const found: ModelPart[] = [];
  for (const { part, kind, pieces } of parts.toSorted((a, b) => a.index - b.index)) {
    const text = pieces.join('');
    if (part) {
      if (!isBlank(part)) found.push(part);
    } else if (kind !== 'other' && text !== '') found.push({ type: kind, text });
  }
  return found;
}

/** A part without text that carries opaque state must be kept: it may be a signature. */
function isBlank(part: ModelPart): boolean {
  return (part.type === 'text' || part.type === 'reasoning') && part.text === '' && !part.providerData;
}

export function isClientCall(part: ModelPart): part is RawToolCall & { readonly executor: 'client' } {
  return part.type === 'tool-call' && part.executor === 'client';
}

/** A call that the provider ran itself, with its arguments as an object where they are one. */
export function providerCall({ args, ...call }: RawToolCall): AssistantPart {
  let value: unknown = args;
  try {
    if (typeof args === 'string') value = JSON.parse(args || '{}');
  } catch {
    // Kept as the text that it is.
  }
  return { ...call, input: isJsonObject(value) ? value : { value: args } };
}
