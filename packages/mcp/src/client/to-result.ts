import { isDeepStrictEqual } from 'node:util';
import type { CallToolResult } from '@modelcontextprotocol/client';
import {
  type JsonObject,
  type JsonValue,
  result,
  type ToolContentPart,
  ToolFailure,
  type ToolReturn,
} from '@pegboard/core';
import { toContent } from './to-content.ts';

/**
 * What a call came to. Its value is the structured content, or the text where there is none; images, sound, resources and links go along.
 * Throws `ToolFailure` for what the server calls an error.
 */
export function toResult(answer: CallToolResult): ToolReturn<JsonValue> {
  const parts = toContent(answer.content ?? []);
  if (answer.isError) throw new ToolFailure(textOf(parts) || 'The tool failed and did not say why.');
  const { structuredContent, _meta } = answer;
  const metadata = _meta === undefined ? {} : { metadata: { _meta: _meta as JsonObject } };
  if (structuredContent !== undefined) {
    // JSON that came over the wire.
    const value = structuredContent as JsonValue;
    return result(value, { content: parts.filter((part) => !says(part, value)), ...metadata });
  }
  const texts = parts.filter((part) => part.type === 'text');
  const others = parts.filter((part) => part.type !== 'text');
  const value = texts.length > 0 || others.length === 0 ? textOf(texts) : others.map(nameOf).join(', ');
  return result(value, { content: others, ...metadata });
}

function textOf(parts: readonly ToolContentPart[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : `[${nameOf(part)}]`)).join('\n');
}

function nameOf(part: ToolContentPart): string {
  return part.type === 'media' ? part.mediaType : part.type === 'json' ? 'link' : part.type;
}

/** Servers repeat their structured content as text, for clients that know only text: as JSON, or the one text that it holds. */
function says(part: ToolContentPart, value: JsonValue): boolean {
  if (part.type !== 'text') return false;
  if (
    isDeepStrictEqual(typeof value === 'object' && value !== null ? Object.values(value) : [value], [
      part.text,
    ])
  )
    return true;
  try {
    return isDeepStrictEqual(JSON.parse(part.text), value);
  } catch {
    return false;
  }
}
