import type { Finish, JsonValue, ModelEvent, ModelPart, Origin, ToolContentPart } from '@pegboard/core';
import type { AiContent, AiFinish, AiStreamPart, AiWarning } from '../ai-types.ts';
import { base64Of } from '../messages/base64.ts';
import { keepMetadata } from '../messages/opaque.ts';
import { fromCallError } from './from-call-error.ts';
import { createTextPieces } from './text-pieces.ts';
import { readUsage } from './usage.ts';

export interface PartReader {
  /** The events of one piece of the stream. Throws `ProviderError` for the error in it. */
  read(part: AiStreamPart): readonly ModelEvent[];
}

/** Reads the AI SDK's stream. Parts keep their place in the order in which they begin. */
export function readParts(where: Origin): PartReader {
  const calls = new Map<string, { readonly index: number; readonly name: string }>();
  let next = 0;
  const pieces = createTextPieces(() => next++);
  const indexOf = (callId: string): number => calls.get(callId)?.index ?? next++;

  const read = (part: AiStreamPart): readonly ModelEvent[] => {
    switch (part.type) {
      case 'stream-start':
        return part.warnings.map((warning) => ({
          type: 'warning',
          code: 'ai-sdk',
          message: wordsOf(warning),
        }));
      case 'response-metadata': {
        const { id, modelId } = part;
        return [
          {
            type: 'start',
            response: { ...(id !== undefined && { id }), ...(modelId !== undefined && { model: modelId }) },
          },
        ];
      }
      case 'text-start':
        return pieces.begin('text', part.id, part.providerMetadata);
      case 'reasoning-start':
        return pieces.begin('reasoning', part.id, part.providerMetadata);
      case 'text-delta':
        return pieces.grow('text', part.id, part.delta, part.providerMetadata);
      case 'reasoning-delta':
        return pieces.grow('reasoning', part.id, part.delta, part.providerMetadata);
      case 'text-end':
        return pieces.end('text', part.id, part.providerMetadata);
      case 'reasoning-end':
        return pieces.end('reasoning', part.id, part.providerMetadata);
      case 'tool-input-start':
        calls.set(part.id, { index: next++, name: part.toolName });
        return [];
      case 'tool-input-delta': {
        const call = calls.get(part.id);
        if (!call) return [];
        return [{ type: 'tool-call-delta', callId: part.id, argsText: part.delta, ...call }];
      }
      case 'finish':
        return [{ type: 'finish', finish: readFinish(part.finishReason), usage: readUsage(part.usage) }];
      case 'error':
        throw fromCallError(part.error, where);
      case 'tool-input-end':
      case 'ping':
      case 'raw':
        return [];
      default: {
        const whole = readContent(part);
        if (!whole) return [];
        const index = whole.type === 'tool-call' ? indexOf(whole.callId) : next++;
        return [{ type: 'part', index, part: whole }];
      }
    }
  };
  return { read };
}

function readContent(part: Exclude<AiContent, { type: 'text' | 'reasoning' }>): ModelPart | undefined {
  const kept = keepMetadata(part.providerMetadata);
  switch (part.type) {
    case 'tool-call': {
      const { toolCallId: callId, toolName: name, input: args, providerExecuted } = part;
      return {
        type: 'tool-call',
        callId,
        name,
        args,
        executor: providerExecuted ? 'provider' : 'client',
        ...kept,
      };
    }
    case 'tool-result': {
      const { toolCallId: callId, toolName: name, result, isError = false } = part;
      const content: readonly ToolContentPart[] = [{ type: 'json', value: result as JsonValue }];
      const status = isError ? 'failed' : 'success';
      return { type: 'tool-result', callId, name, status, content, executor: 'provider', ...kept };
    }
    case 'file': {
      const { mediaType, data } = part;
      const source = data.type === 'url' ? { url: String(data.url) } : { data: base64Of(data.data) };
      return { type: 'media', mediaType, ...source, ...kept };
    }
    case 'source': {
      const { title } = part;
      const url = part.sourceType === 'url' ? { url: part.url } : {};
      return { type: 'source', ...url, ...(title !== undefined && { title }), ...kept };
    }
    default:
      return undefined;
  }
}

function wordsOf(warning: AiWarning): string {
  if ('message' in warning) return warning.message;
  return `${warning.feature} is ${warning.type === 'unsupported' ? 'not supported' : 'supported in part'}. ${warning.details ?? ''}`.trim();
}

function readFinish({ unified, raw }: AiFinish): Finish {
  const own = unified === 'interrupted' ? 'other' : unified;
  return { unified: own, ...(raw !== undefined && { raw }) };
}
