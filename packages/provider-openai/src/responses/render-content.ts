import type { MediaPart, ModelWarning, ToolContentPart } from '@pegboard/core/provider';
import { responsesDataKey } from './profile.ts';
import type { InputContent } from './wire.ts';

/** Parts of a message or of a tool's result; what the API cannot take becomes a line of text and a warning. */
export function renderContent(parts: readonly ToolContentPart[], warnings: ModelWarning[]): InputContent[] {
  return parts.flatMap((part): InputContent[] => {
    if (part.type === 'media') return [renderMedia(part, warnings)];
    const text = part.type === 'json' ? JSON.stringify(part.value) : part.text;
    return text === '' ? [] : [{ type: 'input_text', text }];
  });
}

/** One text is sent as plain text, which every host takes. */
export function shorten(content: InputContent[]): string | InputContent[] {
  const [only] = content;
  if (only === undefined) return '';
  return content.length === 1 && only.type === 'input_text' ? only.text : content;
}

function renderMedia(part: MediaPart, warnings: ModelWarning[]): InputContent {
  const kind = part.mediaType.split('/')[0];
  const rendered = kind === 'image' ? renderImage(part) : renderFile(part, kind);
  if (rendered !== undefined) return rendered;
  const { mediaType } = part;
  const message = `Responses takes no ${mediaType}: it was left out`;
  warnings.push({ type: 'warning', code: 'unsupported-part', message, details: { mediaType } });
  return {
    type: 'input_text',
    text: `[A file of type ${mediaType} was left out: the model cannot read it.]`,
  };
}

const imageTypes = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

function renderImage(part: MediaPart): InputContent | undefined {
  const { detail: wanted, fileId } = part.providerData?.[responsesDataKey] ?? {};
  const detail = wanted === 'low' || wanted === 'high' || wanted === 'original' ? wanted : 'auto';
  if (typeof fileId === 'string') return { type: 'input_image', detail, file_id: fileId };
  if (part.data !== undefined && !imageTypes.has(part.mediaType)) return undefined;
  const url = part.data === undefined ? part.url : toDataUrl(part.mediaType, part.data);
  return url === undefined ? undefined : { type: 'input_image', detail, image_url: url };
}

function renderFile(part: MediaPart, kind: string | undefined): InputContent | undefined {
  const fileId = part.providerData?.[responsesDataKey]?.fileId;
  if (typeof fileId === 'string') return { type: 'input_file', file_id: fileId };
  // The API has refused files of sound as no PDF (code unsupported_file).
  if (kind === 'audio' || kind === 'video') return undefined;
  const { mediaType, data, url, filename } = part;
  if (data === undefined) return url === undefined ? undefined : { type: 'input_file', file_url: url };
  const extension = mediaType.split('/')[1]?.replace(/\W.*$/, '') || 'bin';
  return {
    type: 'input_file',
    filename: filename ?? `file.${extension}`,
    file_data: toDataUrl(mediaType, data),
  };
}

function toDataUrl(mediaType: string, data: string): string {
  return `data:${mediaType};base64,${data}`;
}
