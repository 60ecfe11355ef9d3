import type { BaseMessage } from '@langchain/core/messages';
import { ConfigError, type MediaPart, type UserPart } from '@pegboard/core';
import { encodeValue } from '@pegboard/core/tools';

interface Block {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The content of a LangChain message, in whichever of LangChain's spellings, as our parts. Blocks of unknown kind become JSON. */
export function readContent(message: BaseMessage): readonly UserPart[] {
  // LangChain's own reading brings the blocks of its older versions and of vendors into one form.
  return message.contentBlocks.flatMap((block) => readBlock(block as unknown as Block, message.type));
}

const wildcards: Readonly<Record<string, string>> = {
  image: 'image/*',
  audio: 'audio/*',
  video: 'video/*',
  file: 'application/octet-stream',
};

function readBlock(block: Block, role: string): readonly UserPart[] {
  const { type } = block;
  if (type === 'text' || type === 'text-plain') return textOf(block);
  if (type === 'image_url' && typeof block['image_url'] === 'string') {
    return [mediaOf({ type: 'image', url: block['image_url'] }, role)];
  }
  if (Object.hasOwn(wildcards, type)) return [mediaOf(block, role)];
  const encoded = encodeValue(block);
  return encoded.ok ? [{ type: 'json', value: encoded.value }] : [];
}

function textOf({ text }: Block): readonly UserPart[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'text', text }] : [];
}

function mediaOf(block: Block, role: string): MediaPart {
  const { data, url, metadata, mimeType } = block;
  const mediaType = typeof mimeType === 'string' ? mimeType : (wildcards[block.type] ?? '');
  const name =
    typeof metadata === 'object' && metadata !== null && 'filename' in metadata && metadata.filename;
  const filename = typeof name === 'string' ? { filename: name } : {};
  if (data instanceof Uint8Array) return { type: 'media', mediaType, data: toBase64(data), ...filename };
  if (typeof data === 'string') return { type: 'media', mediaType, data, ...filename };
  const inline = typeof url === 'string' && /^data:([^;,]+);base64,(.*)$/s.exec(url);
  if (inline) return { type: 'media', mediaType: inline[1] ?? mediaType, data: inline[2] ?? '', ...filename };
  if (typeof url === 'string') return { type: 'media', mediaType, url, ...filename };
  throw new ConfigError({
    code: 'invalid-input',
    what: `A ${block.type} of a LangChain ${role} message cannot be sent`,
    evidence: 'it has neither data nor a url: a file id belongs to the vendor that gave it',
    fix: 'Give the bytes as base64 `data`, or a `url`',
  });
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
