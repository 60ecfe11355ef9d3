import type { Finish, ModelPart, Origin, RawToolCall, ToolSpec } from '@pegboard/core';
import { readArguments } from '@pegboard/core/recovery';
import type { AiContent, AiFinish } from '../ai-types.ts';
import { renderOpaque } from '../messages/opaque.ts';
import { renderFile } from '../messages/render-prompt.ts';

/** A part of an answer other than text and reasoning, as the AI SDK has it; nothing for what it has no place for. */
export function renderPart(
  part: Exclude<ModelPart, { type: 'text' | 'reasoning' }>,
  index: number,
  origin: Origin,
  call: (part: RawToolCall) => string,
): readonly Exclude<AiContent, { type: 'text' | 'reasoning' }>[] {
  const opaque = renderOpaque(part.providerData, origin);
  switch (part.type) {
    case 'tool-call':
      return [
        {
          type: 'tool-call',
          toolCallId: part.callId || `call_${index + 1}`,
          toolName: part.name,
          input: call(part),
          ...(part.executor === 'provider' && { providerExecuted: true, dynamic: true }),
          ...opaque,
        },
      ];
    case 'tool-result':
      return [
        {
          type: 'tool-result',
          toolCallId: part.callId,
          toolName: part.name,
          result: part.content as never, // JSON, and not null
          isError: part.status !== 'success',
          dynamic: true,
          ...opaque,
        },
      ];
    case 'media': {
      const { data, mediaType } = renderFile(part);
      return data.type === 'data' || data.type === 'url'
        ? [{ type: 'file', mediaType, data, ...opaque }]
        : [];
    }
    case 'source': {
      const { url, title } = part;
      if (url === undefined) return [];
      return [
        {
          type: 'source',
          sourceType: 'url',
          id: `source_${index}`,
          url,
          ...(title !== undefined && { title }),
        },
      ];
    }
    case 'json':
      return [];
  }
}

/**
 * The arguments of a call as the JSON text that the AI SDK reads. What must not run, because it was cut off or cannot be read, is given as a
 * JSON string: no object, so that no tool takes it.
 */
export function argumentsText(
  { name, args, refusal, executor }: RawToolCall,
  tools: readonly ToolSpec[],
  finish: Finish | undefined,
): string {
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  if (executor === 'provider') return text || '{}';
  const cutOff = finish?.unified === 'length';
  const tool = tools.find((one) => one.name === name) ?? { name, inputSchema: {} };
  const reading = readArguments(args, tool, cutOff ? { finish: 'length' } : {});
  if (reading.ok && !refusal) return JSON.stringify(reading.input);
  // What is sound and does not fit is for the tool to refuse, with words for the model.
  return !cutOff && !refusal && isObject(text) ? text : JSON.stringify(text);
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const finishes: Readonly<Record<Finish['unified'], AiFinish['unified']>> = {
  stop: 'stop',
  'tool-calls': 'tool-calls',
  length: 'length',
  'content-filter': 'content-filter',
  refusal: 'content-filter',
  pause: 'other',
  error: 'error',
  other: 'other',
};

export function renderFinish(finish: Finish | undefined): AiFinish {
  const unified = finish?.unified ?? 'other';
  return { unified: finishes[unified], raw: finish?.raw ?? unified };
}
