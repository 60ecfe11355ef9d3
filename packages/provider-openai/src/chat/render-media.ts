import type { MediaPart, ModelWarning } from '@pegboard/core/provider';
import { chatDataKey, type ChatProfile } from './profile.ts';
import type { ChatUserPart, HostUserPart } from './wire.ts';

/** A media part for a user message; what the API cannot take becomes a line of text and a warning. */
export function renderMedia(part: MediaPart, profile: ChatProfile, warnings: ModelWarning[]): HostUserPart {
  const rendered = renderKnown(part, profile);
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

function renderKnown(part: MediaPart, profile: ChatProfile): HostUserPart | undefined {
  const fileId = part.providerData?.[chatDataKey]?.fileId;
  if (typeof fileId === 'string') return { type: 'file', file: { file_id: fileId } };
  const kind = part.mediaType.split('/')[0];
  if (kind === 'image') return renderImage(part, profile);
  if (kind === 'audio') return renderAudio(part);
  if (kind === 'video') return profile.videos ? renderVideo(part) : undefined;
  return renderFile(part);
}

/** Whether the host fetches this part's URL: only images, and not everywhere. */
export function fetches({ mediaType }: MediaPart, { imageUrls, videos }: ChatProfile): boolean {
  return (imageUrls && mediaType.startsWith('image/')) || (videos && mediaType.startsWith('video/'));
}

/** What the API takes as data. */
const imageTypes = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

function renderImage(part: MediaPart, { imageUrls }: ChatProfile): ChatUserPart | undefined {
  if (part.data !== undefined && !imageTypes.has(part.mediaType)) return undefined;
  if (part.data === undefined && !imageUrls) return undefined;
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

function renderVideo({ mediaType, data, url }: MediaPart): HostUserPart | undefined {
  const address = data === undefined ? url : toDataUrl(mediaType, data);
  return address === undefined ? undefined : { type: 'video_url', video_url: { url: address } };
}

function renderFile({ mediaType, data, filename }: MediaPart): ChatUserPart | undefined {
  if (data === undefined) return undefined;
  const extension = mediaType.split('/')[1]?.replace(/\W.*$/, '') || 'bin';
  return {
    type: 'file',
    file: { filename: filename ?? `file.${extension}`, file_data: toDataUrl(mediaType, data) },
  };
}

function toDataUrl(mediaType: string, data: string): string {
  return `data:${mediaType};base64,${data}`;
}
