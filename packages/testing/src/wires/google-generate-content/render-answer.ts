import type { JsonObject, JsonValue, Usage } from '@pegboard/core';
import type { Quirk, WireAnswer, WireCall } from '../../provider/wire-format.ts';
import { isObject } from '../lib/shape.ts';
import { sign } from './signatures.ts';

type Has = (quirk: Quirk) => boolean;

const defaultUsage: Usage = { inputTokens: 11, outputTokens: 7, totalTokens: 18 };

/** One frame of the stream: the real host ends lines with CR LF. */
export function frame(data: JsonValue): string {
  return `data: ${JSON.stringify(data)}\r\n\r\n`;
}

/** A stream of whole response objects: each part in a chunk of its own, the finish reason in a last one with an empty text. */
export function renderFrames(answer: WireAnswer): string[] {
  const has: Has = (quirk) => answer.quirks?.includes(quirk) ?? false;
  const parts = partsOf(answer, has, (pieces) => pieces);
  const finish = finishOf(answer);
  // Older models send a call, the finish reason and usage at once.
  const chunks: JsonObject[][] = has('whole-call') ? [parts] : parts.map((part) => [part]);
  if (finish !== null && !has('whole-call')) chunks.push([{ text: '' }]);
  const frames = has('first-frame-empty') ? [frame(response(answer, has, undefined, null))] : [];
  for (const [at, chunk] of chunks.entries()) {
    const last = finish !== null && at === chunks.length - 1;
    const usage = last
      ? usageOf(answer)
      : has('usage-with-finish')
        ? null
        : usageSoFar(answer, at, chunks.length);
    frames.push(frame(response(answer, has, candidate(chunk, last ? finish : null, has), usage)));
  }
  return frames;
}

/** The one-shot GenerateContentResponse. */
export function renderBody(answer: WireAnswer): JsonValue {
  const has: Has = (quirk) => answer.quirks?.includes(quirk) ?? false;
  const parts = partsOf(answer, has, (pieces) => [pieces.join('')]);
  return response(answer, has, candidate(parts, finishOf(answer), has), usageOf(answer));
}

function response(answer: WireAnswer, has: Has, first: JsonObject | undefined, usage: JsonValue): JsonObject {
  return {
    ...(first && { candidates: [first] }),
    ...(usage !== null && { usageMetadata: usage }),
    modelVersion: answer.model ?? 'test-model-001',
    responseId: answer.id ?? 'response-1',
    ...(has('unknown-fields') && { x_unknown: { type: 'data: {}' }, modelStatus: { modelStage: 'STABLE' } }),
  };
}

/** An empty answer has a content without parts (recorded). */
function candidate(parts: readonly JsonObject[], finish: string | null, has: Has): JsonObject {
  return {
    content: { ...(parts.length > 0 && { parts }), role: 'model' },
    ...(finish !== null && { finishReason: finish }),
    index: 0,
    ...(has('unknown-fields') && { x_unknown: [1], avgLogprobs: -0.25 }),
  };
}

function partsOf(
  answer: WireAnswer,
  has: Has,
  split: (pieces: readonly string[]) => readonly string[],
): JsonObject[] {
  let signed = false;
  return answer.blocks.flatMap((block): JsonObject[] => {
    if (block.type === 'raw') return [block.fields];
    if (block.type !== 'call') {
      const mark = block.type === 'reasoning' ? { thought: true } : {};
      return split(block.pieces).map((text) => ({
        text,
        ...mark,
        ...(has('unknown-fields') && { x_unknown: {} }),
      }));
    }
    const part = callPart(block, has);
    if (!part) return [];
    const first = !signed;
    signed = true;
    // Of parallel calls only the first is signed.
    return [first ? { ...part, thoughtSignature: sign(part) } : part];
  });
}

/** A call that the token limit cut off never shows on this wire: arguments are objects. */
function callPart({ id, name, pieces }: WireCall, has: Has): JsonObject | undefined {
  const text = pieces.join('');
  const args = text === '' ? undefined : parsed(text);
  if (text !== '' && !isObject(args)) return undefined;
  return { functionCall: { name, ...(args !== undefined && { args }), ...(!has('no-id') && { id }) } };
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** A normal end is STOP, with calls or without. */
function finishOf({ finish = 'STOP' }: WireAnswer): string | null {
  return finish;
}

/** Candidates are counted without thoughts. */
function usageOf({ usage = defaultUsage }: WireAnswer): JsonValue {
  if (usage === null) return null;
  const { inputTokens, outputTokens, totalTokens, cachedInputTokens, reasoningTokens } = usage;
  return {
    ...optional('promptTokenCount', inputTokens),
    ...optional('candidatesTokenCount', outputTokens && outputTokens - (reasoningTokens ?? 0)),
    ...optional('totalTokenCount', totalTokens),
    ...optional('cachedContentTokenCount', cachedInputTokens),
    ...optional('thoughtsTokenCount', reasoningTokens),
  };
}

/** Counts as they stand after `part` of `parts` chunks: what was written grows, what was read is known from the start. */
function usageSoFar(answer: WireAnswer, part: number, parts: number): JsonValue {
  const { usage = defaultUsage } = answer;
  if (usage === null) return null;
  const { inputTokens = 0, outputTokens = 0, totalTokens } = usage;
  const written = Math.floor((outputTokens * part) / parts);
  return usageOf({
    ...answer,
    usage: {
      ...usage,
      ...(usage.outputTokens !== undefined && { outputTokens: written }),
      ...(usage.reasoningTokens !== undefined && {
        reasoningTokens: Math.min(written, usage.reasoningTokens),
      }),
      ...(totalTokens !== undefined && { totalTokens: inputTokens + written }),
    },
  });
}

function optional(key: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
