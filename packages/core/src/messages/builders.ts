import type {
  AssistantMessage,
  AssistantPart,
  MediaPart,
  Message,
  SystemMessage,
  TextPart,
  ToolMessage,
  ToolResultPart,
  UserMessage,
  UserPart,
} from '../contracts/message.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createId } from '../lib/id.ts';

/** A text part. */
export function text(content: string): TextPart {
  return { type: 'text', text: content };
}

/** A message of the user: text, or parts such as text and images. */
export function userMessage(content: string | readonly UserPart[]): UserMessage {
  return {
    id: createId('msg'),
    role: 'user',
    content: typeof content === 'string' ? [text(content)] : content,
  };
}

/** A message of the model, for histories that are written by hand. */
export function assistantMessage(content: string | readonly AssistantPart[]): AssistantMessage {
  return {
    id: createId('msg'),
    role: 'assistant',
    content: typeof content === 'string' ? [text(content)] : content,
  };
}

/** Instructions in the middle of a conversation; those of a whole agent go into its `instructions`. */
export function systemMessage(content: string): SystemMessage {
  return { id: createId('msg'), role: 'system', content: [text(content)] };
}

/** The results of the calls of the assistant message before it. */
export function toolMessage(content: readonly ToolResultPart[]): ToolMessage {
  return { id: createId('msg'), role: 'tool', content };
}

/**
 * An image by URL (also a `data:` URL) or by its bytes. The media type of bytes is read from their first bytes: PNG, JPEG, GIF, WebP;
 * other bytes need `mediaType`.
 */
export function image(
  source: string | URL | Uint8Array,
  options: { readonly mediaType?: string } = {},
): MediaPart {
  if (source instanceof Uint8Array) {
    return { type: 'media', mediaType: options.mediaType ?? sniffImage(source), data: toBase64(source) };
  }
  const url = String(source);
  const inline = /^data:([^;,]+);base64,(.*)$/s.exec(url);
  if (inline)
    return { type: 'media', mediaType: options.mediaType ?? inline[1] ?? '', data: inline[2] ?? '' };
  return { type: 'media', mediaType: options.mediaType ?? 'image/*', url };
}

function sniffImage(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith('\x89PNG')) return 'image/png';
  if (head.startsWith('\xff\xd8')) return 'image/jpeg';
  if (head.startsWith('GIF8')) return 'image/gif';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp';
  throw new ConfigError({
    code: 'invalid-input',
    what: 'The kind of an image could not be told from its bytes',
    evidence: `${bytes.length} bytes that are not PNG, JPEG, GIF or WebP`,
    fix: 'Pass the type: image(bytes, { mediaType: "image/avif" })',
  });
}

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 32_768)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 32_768)));
  return btoa(pieces.join(''));
}

/** The text of a message, its text parts joined; reasoning and everything else left out. */
export function textOf(message: Message): string {
  let joined = '';
  for (const part of message.content) if (part.type === 'text') joined += part.text;
  return joined;
}
