import type {
  MediaPart,
  ModelWarning,
  ToolContentPart,
  ToolMessage,
  ToolResultPart,
} from '@pegboard/core/provider';
import type { SentCall } from './render-assistant.ts';
import { renderMedia, renderUserMedia } from './render-media.ts';
import { toTextPart } from './render-text.ts';
import type { GeminiFunctionResponse, GeminiPart, GeminiResponsePart } from './wire.ts';

export interface RenderedResults {
  /** One response for each call, in the order of the calls. */
  readonly responses: GeminiPart[];
  /** Media that responses cannot hold: for a content of the user right after them. */
  readonly after: GeminiPart[];
}

/** What a response takes: whether it holds media at all, and whether by URL. */
export interface ResultTraits {
  readonly modern: boolean;
  readonly cloud: boolean;
}

export function renderResults(
  calls: readonly SentCall[],
  messages: readonly ToolMessage[],
  traits: ResultTraits,
  warnings: ModelWarning[],
): RenderedResults {
  const results = new Map(
    messages.flatMap(({ content }) => content.map((result) => [result.callId, result])),
  );
  const after: GeminiPart[] = [];
  const responses = calls.map((call) => {
    const result = results.get(call.callId);
    return { functionResponse: renderResult(call, result, traits, after, warnings) };
  });
  return { responses, after };
}

function renderResult(
  { name, wireId, callId }: SentCall,
  result: ToolResultPart | undefined,
  traits: ResultTraits,
  after: GeminiPart[],
  warnings: ModelWarning[],
): GeminiFunctionResponse {
  const head = { ...(wireId !== undefined && { id: wireId }), name };
  if (!result) return { ...head, response: { error: 'This call has no result.' } };
  const media = result.content.filter((part): part is MediaPart => part.type === 'media');
  const inside = media.filter((part) => isTaken(part, traits));
  const outside = media.filter((part) => !inside.includes(part));
  const parts = inside.flatMap((part): GeminiResponsePart[] => toResponsePart(part, warnings));
  if (outside.length > 0) {
    const which = wireId === undefined ? '' : ` (call ${callId})`;
    after.push(
      toTextPart(`Files of the result of ${name}${which}:`),
      ...outside.map((part) => renderUserMedia(part, warnings)),
    );
  }
  return { ...head, response: toResponse(result, outside.length > 0), ...(parts.length > 0 && { parts }) };
}

/** Source: https://ai.google.dev/gemini-api/docs/function-calling, multimodal function responses. URLs only on Google Cloud. */
function isTaken({ mediaType, data }: MediaPart, { modern, cloud }: ResultTraits): boolean {
  if (!modern || !/^(?:image\/(?:png|jpeg|webp)|application\/pdf|text\/plain)$/.test(mediaType)) return false;
  return data === undefined ? cloud : true;
}

function toResponsePart(part: MediaPart, warnings: ModelWarning[]): GeminiResponsePart[] {
  const { inlineData, fileData } = renderMedia(part, warnings) ?? {};
  if (inlineData) return [{ inlineData }];
  return fileData ? [{ fileData }] : [];
}

/** `output` and `error` are the keys that the API looks for. */
function toResponse(
  { content, status }: ToolResultPart,
  follows: boolean,
): GeminiFunctionResponse['response'] {
  const said = content.filter((part): part is Exclude<ToolContentPart, MediaPart> => part.type !== 'media');
  const [only] = said;
  if (status === 'success' && said.length === 1 && only?.type === 'json' && !follows)
    return { output: only.value };
  const texts = said.map((part) => (part.type === 'text' ? part.text : JSON.stringify(part.value)));
  if (follows) texts.push('The files of this result follow in the next message.');
  const text = texts.join('\n').toWellFormed();
  return status === 'success' ? { output: text } : { error: text };
}
