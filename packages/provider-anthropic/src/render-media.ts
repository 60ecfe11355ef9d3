import type { JsonObject, MediaPart, ModelWarning } from '@pegboard/core/provider';
import { messagesDataKey } from './data-key.ts';
import type { WireDocument, WireImage, WireImageType, WireText, WireUpload } from './wire.ts';

/** A media part of a user message or a result; what the API cannot take becomes a line of text and a warning. */
export function renderMedia(
  part: MediaPart,
  warnings: ModelWarning[],
): WireImage | WireDocument | WireUpload | WireText {
  const rendered = renderFile(part) ?? (isImage(part) ? renderImage(part) : renderDocument(part));
  if (rendered !== undefined) return rendered;
  const { mediaType } = part;
  const how = part.data === undefined ? ' given by URL' : '';
  warnings.push({
    type: 'warning',
    code: 'unsupported-part',
    message: `The Messages API takes no ${mediaType}${how}: it was left out`,
    details: { mediaType },
  });
  return { type: 'text', text: `[A file of type ${mediaType} was left out: the model cannot read it.]` };
}

/** The API fetches images and PDFs; the text of other documents must be sent. */
export function fetches(part: MediaPart): boolean {
  const fetched = isImage(part) || part.mediaType === 'application/pdf';
  return fileIdOf(part) !== undefined || (fetched && /^https?:/.test(part.url ?? ''));
}

function dataOf({ providerData }: MediaPart): JsonObject {
  return providerData?.[messagesDataKey] ?? {};
}

function fileIdOf(part: MediaPart): string | undefined {
  const { fileId } = dataOf(part);
  return typeof fileId === 'string' ? fileId : undefined;
}

function isImage({ mediaType }: MediaPart): boolean {
  return mediaType.startsWith('image/');
}

/** A file that was uploaded before: an image, a document, or (`upload: 'container'`) for code that the host runs. */
function renderFile(part: MediaPart): WireImage | WireDocument | WireUpload | undefined {
  const fileId = fileIdOf(part);
  if (fileId === undefined) return undefined;
  if (dataOf(part).upload === 'container') return { type: 'container_upload', file_id: fileId };
  const source = { type: 'file', file_id: fileId } as const;
  return isImage(part) ? { type: 'image', source } : { type: 'document', source, ...aboutDocument(part) };
}

const imageTypes: Readonly<Record<string, WireImageType>> = {
  'image/jpeg': 'image/jpeg',
  'image/jpg': 'image/jpeg',
  'image/png': 'image/png',
  'image/gif': 'image/gif',
  'image/webp': 'image/webp',
};

function renderImage({ mediaType, data, url }: MediaPart): WireImage | undefined {
  if (data === undefined)
    return isWebAddress(url) ? { type: 'image', source: { type: 'url', url } } : undefined;
  const known = imageTypes[mediaType];
  return known && { type: 'image', source: { type: 'base64', media_type: known, data } };
}

function renderDocument(part: MediaPart): WireDocument | undefined {
  const { mediaType, data, url } = part;
  const about = aboutDocument(part);
  if (mediaType === 'application/pdf') {
    if (data !== undefined)
      return { type: 'document', source: { type: 'base64', media_type: mediaType, data }, ...about };
    return isWebAddress(url) ? { type: 'document', source: { type: 'url', url }, ...about } : undefined;
  }
  const text = data === undefined || !isTextType(mediaType) ? undefined : decode(data);
  if (text === undefined || text.trim() === '') return undefined;
  return { type: 'document', source: { type: 'text', media_type: 'text/plain', data: text }, ...about };
}

function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\//.test(url);
}

function isTextType(mediaType: string): boolean {
  return /^text\/|[/+](?:json|xml|yaml|javascript|typescript|toml)\b/.test(mediaType);
}

/** Undefined for what is no base64. */
function decode(data: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

function aboutDocument(part: MediaPart): Pick<WireDocument, 'title' | 'context' | 'citations'> {
  const { context, citations } = dataOf(part);
  return {
    ...(part.filename !== undefined && part.filename !== '' && { title: part.filename }),
    ...(typeof context === 'string' && context !== '' && { context }),
    ...(citations === true && { citations: { enabled: true } }),
  };
}
