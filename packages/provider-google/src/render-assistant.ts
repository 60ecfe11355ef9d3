import type {
  AssistantMessage,
  AssistantPart,
  MediaPart,
  ModelWarning,
  ToolCallPart,
} from '@pegboard/core/provider';
import { callPrint } from './call-print.ts';
import { type PartData, readPartData } from './part-data.ts';
import { renderMedia } from './render-media.ts';
import { toTextPart } from './render-text.ts';
import { traitsOf } from './traits.ts';
import type { GeminiPart } from './wire.ts';

/** Documented for calls that no model of Gemini 3 made itself: https://ai.google.dev/gemini-api/docs/thought-signatures */
const standIn = 'skip_thought_signature_validator';

/** A call that waits for its response, and the id that it has on the wire. */
export interface SentCall {
  readonly callId: string;
  readonly name: string;
  readonly wireId: string | undefined;
}

export interface RenderedAssistant {
  readonly parts: GeminiPart[];
  readonly calls: readonly SentCall[];
}

/**
 * What the same model wrote goes back part by part as it came: signatures stay where they were. Reasoning of others, sources, and what
 * another provider ran by itself have no place here.
 */
export function renderAssistant(
  message: AssistantMessage,
  model: string,
  warnings: ModelWarning[],
): RenderedAssistant {
  const calls: SentCall[] = [];
  const parts = message.content.flatMap((part): GeminiPart[] => {
    const data = readPartData(part);
    const own = data?.model === model ? data : undefined;
    if (part.type === 'tool-call' && part.executor === 'client') {
      const { modern } = traitsOf(model);
      const call = { callId: part.callId, name: part.name, wireId: wireIdOf(part, data, modern) };
      calls.push(call);
      return [renderCall(part, call.wireId, own)];
    }
    return renderOther(part, data, own, warnings);
  });
  signFirstCall(parts, model);
  return { parts, calls };
}

function renderOther(
  part: AssistantPart,
  data: PartData | undefined,
  own: PartData | undefined,
  warnings: ModelWarning[],
): GeminiPart[] {
  switch (part.type) {
    case 'text':
      return part.text === '' && own?.thoughtSignature === undefined
        ? []
        : [{ ...toTextPart(part.text), ...signed(own) }];
    case 'json':
      return [toTextPart(JSON.stringify(part.value))];
    case 'reasoning':
      return own && (part.text !== '' || own.thoughtSignature !== undefined)
        ? [{ ...toTextPart(part.text), thought: true, ...signed(own) }]
        : [];
    case 'media':
      return renderDrawn(part, data, own, warnings);
    // Whatever it holds is one part of the wire, signature included.
    default:
      return own?.part ? [{ ...own.part }] : [];
  }
}

/** Pictures that a Gemini model drew may be shown to it again; those of others were never parts of an answer here. */
function renderDrawn(
  part: MediaPart,
  data: PartData | undefined,
  own: PartData | undefined,
  warnings: ModelWarning[],
): GeminiPart[] {
  if (data?.model !== undefined) {
    const rendered = renderMedia(part, warnings);
    return rendered ? [{ ...rendered, ...(own?.thoughtSignature !== undefined && signed(own)) }] : [];
  }
  const message = 'Media of an answer of another provider were left out';
  warnings.push({
    type: 'warning',
    code: 'unsupported-part',
    message,
    details: { mediaType: part.mediaType },
  });
  return [];
}

function renderCall(
  { name, input }: ToolCallPart,
  id: string | undefined,
  own: PartData | undefined,
): GeminiPart {
  // A signature holds for what it was given for, not for input that was mended, changed by an approver or taken away.
  const same = own?.print === undefined || own.print === callPrint(name, input);
  return {
    functionCall: { name, args: { ...input }, ...(id !== undefined && { id }) },
    ...(same && signed(own)),
  };
}

/** The wire's own id, or none where it had none; calls of others show theirs to the models that know ids. */
function wireIdOf({ callId }: ToolCallPart, data: PartData | undefined, modern: boolean): string | undefined {
  if (data) return data.id;
  return modern ? callId : undefined;
}

function signed(own: PartData | undefined): { thoughtSignature?: string } {
  return own?.thoughtSignature === undefined ? {} : { thoughtSignature: own.thoughtSignature };
}

/** Also in past turns, where none is asked for: the bytes of a message stay the same in every request. */
function signFirstCall(parts: readonly GeminiPart[], model: string): void {
  const first = parts.find((part) => part.functionCall !== undefined);
  if (first && first.thoughtSignature === undefined && traitsOf(model).modern)
    first.thoughtSignature = standIn;
}
