import type { MediaPart, ModelWarning } from '@pegboard/core/provider';
import { chatDataKey } from './profile.ts';
import type { ChatUserPart } from './wire.ts';

/** A media part for a user message; what the API cannot take becomes a line of text and a warning. */
export function renderMedia(part: MediaPart, warnings: ModelWarning[]): ChatUserPart {
  const kind = part.mediaType.split('/')[0];
  const rendered =
    kind === 'image' ? renderImage(part) : kind === 'audio' ? renderAudio(part) : renderFile(part, kind);
  if (rendered !== undefined) return rendered;
  const how = part.data === undefined ? ' given by URL' : '';
  const message = `Chat Completions takes no ${part.mediaType}${how}: it was left out`;
  warnings.push({
    type: 'warning',
    code: 'unsupported-part',
    message,
    details: { mediaType: part.mediaType },
  });
  return { type: 'text', text: `[A file of type ${part.mediaType} was left out: the model cannot read it.]` };
}

/** What the API takes as data. */
const imageTypes = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

function renderImage(part: MediaPart): ChatUserPart | undefined {
  if (part.data !== undefined && !imageTypes.has(part.mediaType)) return undefined;
  const url = part.data === undefined ? part.url : toDataUrl(part.mediaType, part.data);
  if (url === undefined) return undefined;
  const detail = part.providerData?.[chatDataKey]?.detail;
  const known = detail === 'auto' || detail === 'low' || detail === 'high' ? { detail } : {};
  return { type: 'image_url', image_url: { url, ...known } } as ChatUserPart; // `known` lost its literal type
}

function renderAudio({ mediaType, data }: MediaPart): ChatUserPart | undefined {
  const format = /wav/.test(mediaType) ? 'wav' : /mpeg|mp3/.test(mediaType) ? 'mp3' : undefined;
  if (data === undefined || format === undefined) return undefined;
  return { type: 'input_audio', input_audio: { data, format } };
}

function renderFile(
  { mediaType, data, filename }: MediaPart,
  kind: string | undefined,
): ChatUserPart | undefined {
  if (data === undefined || kind === 'video') return undefined;
  const extension = mediaType.split('/')[1]?.replace(/\W.*$/, '') || 'bin';
  return {
    type: 'file',
    file: { filename: filename ?? `file.${extension}`, file_data: toDataUrl(mediaType, data) },
  };
}

function toDataUrl(mediaType: string, data: string): string {
  return `data:${mediaType};base64,${data}`;
}
