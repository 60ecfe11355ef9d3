import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import type { RunResult, ToolContentPart } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';

/** What a call came to, for the client. */
export function renderResult(
  { calls, status, stopReason }: RunResult<unknown>,
  name: string,
): CallToolResult {
  const record = calls.all.find((call) => call.parent === undefined);
  if (record?.phase !== 'settled') {
    const text = `${name} could not be done here: ${record?.waitsFor ? `it waits for ${record.waitsFor}` : `${status}, ${stopReason}`}`;
    return refusal(text);
  }
  const { content = [], result } = record;
  if (record.status !== 'success') return refusal(record.error ?? `${name} failed.`);
  return {
    content: content.map(renderPart),
    ...(isJsonObject(result) && { structuredContent: { ...result } }),
  };
}

export function refusal(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}

function renderPart(part: ToolContentPart): ContentBlock {
  if (part.type === 'text') return { type: 'text', text: part.text };
  if (part.type === 'json') return { type: 'text', text: JSON.stringify(part.value) };
  const { mediaType, data, url, filename = 'file' } = part;
  if (data === undefined)
    return { type: 'resource_link', uri: url ?? '', name: filename, mimeType: mediaType };
  if (mediaType.startsWith('image/')) return { type: 'image', data, mimeType: mediaType };
  if (mediaType.startsWith('audio/')) return { type: 'audio', data, mimeType: mediaType };
  const uri = `attachment:${encodeURIComponent(filename)}`;
  return { type: 'resource', resource: { uri, mimeType: mediaType, blob: data } };
}
