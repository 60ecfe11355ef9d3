import type { ContentBlock, MessageContent } from '@langchain/core/messages';
import type { MediaPart, UserPart } from '@pegboard/core';

/** Parts as the content of a LangChain message: text where there is only text, blocks otherwise. */
export function renderContent(parts: readonly UserPart[]): MessageContent {
  if (parts.every((part) => part.type !== 'media')) return parts.map(textOf).join('\n');
  return parts.map((part) =>
    part.type === 'media' ? renderMedia(part) : { type: 'text', text: textOf(part) },
  );
}

export function renderMedia({ mediaType, data, url, filename }: MediaPart): ContentBlock.Multimodal.Standard {
  const kind = mediaType.split('/')[0];
  const metadata = filename === undefined ? {} : { metadata: { filename } };
  const type = kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
  return data === undefined
    ? { type, url: url ?? '', ...(mediaType.includes('*') ? {} : { mimeType: mediaType }), ...metadata }
    : { type, data, mimeType: mediaType, ...metadata };
}

function textOf(part: Exclude<UserPart, MediaPart>): string {
  return part.type === 'text' ? part.text : JSON.stringify(part.value);
}
