import type { ContentBlock, ResourceContents } from '@modelcontextprotocol/client';
import type { JsonObject, JsonValue, ToolContentPart } from '@pegboard/core';

/** What a server gave as content, as parts that models take. */
export function toContent(blocks: readonly ContentBlock[]): readonly ToolContentPart[] {
  return blocks.map(toPart);
}

function toPart(block: ContentBlock): ToolContentPart {
  if (block.type === 'text') return { type: 'text', text: block.text };
  if (block.type === 'image' || block.type === 'audio') {
    return { type: 'media', mediaType: block.mimeType, data: block.data };
  }
  if (block.type === 'resource') return resourcePart(block.resource);
  const { uri, name, title, description, mimeType, size } = block;
  const link = { type: 'resource_link', uri, name, title, description, mimeType, size };
  return { type: 'json', value: defined(link) };
}

type AnyContents = ResourceContents | { readonly text?: unknown; readonly blob?: unknown };

/** The contents of a resource: text with its address in front, or bytes. */
export function resourcePart(contents: AnyContents): ToolContentPart {
  const { uri, mimeType, text, blob } = contents as {
    uri: string;
    mimeType?: string;
    text?: unknown;
    blob?: unknown;
  };
  if (typeof text === 'string') return { type: 'text', text: `<${uri}>\n${text}` };
  if (typeof blob !== 'string') return { type: 'text', text: `<${uri}>` };
  const filename = uri.split(/[/?#]/).findLast(Boolean);
  return {
    type: 'media',
    mediaType: mimeType ?? 'application/octet-stream',
    data: blob,
    ...(filename !== undefined && { filename }),
  };
}

function defined(object: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
