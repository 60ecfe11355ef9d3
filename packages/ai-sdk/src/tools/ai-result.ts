import type { Tool as AiSdkTool } from 'ai';
import { result, type ToolContentPart, ToolFailure, type ToolReturn } from '@pegboard/core';
import { encodeValue } from '@pegboard/core/tools';
import { base64Of } from '../messages/base64.ts';

type ModelOutput = Awaited<ReturnType<NonNullable<AiSdkTool['toModelOutput']>>>;

/** What the model is to see is the value; what the tool gave is kept in `metadata.output`. Throws `ToolFailure` for a failure. */
export function aiResult(output: unknown, told: ModelOutput): ToolReturn<unknown> {
  const encoded = encodeValue(output);
  const kept = encoded.ok ? { metadata: { output: encoded.value } } : {};
  switch (told.type) {
    case 'text':
    case 'json':
      return result(told.value, kept);
    case 'error-text':
      throw new ToolFailure(told.value);
    case 'error-json':
      throw new ToolFailure(JSON.stringify(told.value));
    case 'execution-denied':
      throw new ToolFailure(told.reason ?? 'It was denied.');
    case 'content': {
      const text = told.value.flatMap((part) => (part.type === 'text' ? [part.text] : []));
      const content = told.value.flatMap(readMedia);
      return result(text.join('\n'), { ...kept, ...(content.length > 0 && { content }) });
    }
  }
}

type Part = Extract<ModelOutput, { readonly type: 'content' }>['value'][number];

/** Bytes and addresses; references to files belong to the vendor that gave them. */
function readMedia(part: Part): readonly ToolContentPart[] {
  switch (part.type) {
    case 'file-data':
    case 'image-data':
      return [{ type: 'media', mediaType: part.mediaType, data: part.data }];
    case 'file-url':
      return [{ type: 'media', mediaType: part.mediaType ?? 'application/octet-stream', url: part.url }];
    case 'image-url':
      return [{ type: 'media', mediaType: 'image/*', url: part.url }];
    case 'file':
      return readFile(part);
    default:
      return [];
  }
}

function readFile({ data, mediaType }: Extract<Part, { readonly type: 'file' }>): readonly ToolContentPart[] {
  if (data.type === 'url') return [{ type: 'media', mediaType, url: String(data.url) }];
  if (data.type === 'text') return [{ type: 'text', text: data.text }];
  if (data.type !== 'data') return [];
  const bytes = data.data instanceof ArrayBuffer ? new Uint8Array(data.data) : data.data;
  return [{ type: 'media', mediaType, data: base64Of(bytes) }];
}
