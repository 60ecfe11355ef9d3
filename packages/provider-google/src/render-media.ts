import { isJsonObject, type MediaPart, type ModelWarning } from '@pegboard/core/provider';
import { dataKey } from './part-data.ts';
import type { GeminiPart } from './wire.ts';

/** Types that the API takes as bytes. Of audio, video and text whole families are taken. */
const inlineTypes =
  /^(?:image\/(?:png|jpe?g|webp|heic|heif)|(?:audio|video|text)\/[\w.+-]+|application\/(?:pdf|json|rtf|x-javascript|x-python))$/;

/** A media part as a part of the wire; undefined, with a warning, for what the API cannot take. */
export function renderMedia(part: MediaPart, warnings: ModelWarning[]): GeminiPart | undefined {
  const uri = fileUriOf(part);
  const mediaType = plainType(part.mediaType);
  const video = part.providerData?.[dataKey]?.videoMetadata;
  const more = isJsonObject(video) ? { videoMetadata: { ...video } } : {};
  if (uri !== undefined) return { fileData: { fileUri: uri, ...typeOf(mediaType, uri) }, ...more };
  if (part.data !== undefined && part.data !== '' && inlineTypes.test(mediaType))
    return { inlineData: { mimeType: mediaType, data: part.data }, ...more };
  const message = `generateContent takes no ${part.mediaType}: it was left out`;
  warnings.push({
    type: 'warning',
    code: 'unsupported-part',
    message,
    details: { mediaType: part.mediaType },
  });
  return undefined;
}

/** The same, or words in its place. */
export function renderUserMedia(part: MediaPart, warnings: ModelWarning[]): GeminiPart {
  return (
    renderMedia(part, warnings) ?? {
      text: `[A file of type ${part.mediaType} was left out: the model cannot read it.]`,
    }
  );
}

/** An uploaded file by its id, or a URL. */
function fileUriOf({ data, url, providerData }: MediaPart): string | undefined {
  const fileId = providerData?.[dataKey]?.fileId;
  if (typeof fileId === 'string' && fileId !== '') return toFileUri(fileId);
  return data === undefined && url !== undefined && /^(?:https?|gs):\/\/./.test(url) ? url : undefined;
}

/** `files/abc` is how the Files API names a file, its `uri` is what a request holds. */
function toFileUri(fileId: string): string {
  if (fileId.includes('://')) return fileId;
  return `https://generativelanguage.googleapis.com/v1beta/files/${fileId.replace(/^files\//, '')}`;
}

/**
 * Whether the API itself fetches this part's URL. Google Cloud fetches any; the Gemini API takes files of its own, registered storage
 * and YouTube for sure. It has fetched public URLs too since January 2026 (blog of Google, not tried on every model).
 */
export function isFetched({ url, providerData }: MediaPart, cloud: boolean): boolean {
  if (url === undefined || cloud || typeof providerData?.[dataKey]?.fileId === 'string') return true;
  return /^gs:\/\/|^https:\/\/generativelanguage\.googleapis\.com\/|^https?:\/\/(?:(?:www|m)\.youtube\.com|youtu\.be)\//.test(
    url,
  );
}

/** Without parameters such as a charset. */
function plainType(mediaType: string): string {
  return mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
}

const extensions: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
  pdf: 'application/pdf',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  webm: 'video/webm',
};

/** The API takes no wildcard: the name of the file tells, or the host finds out itself. */
function typeOf(mediaType: string, uri: string): { mimeType?: string } {
  if (/^[\w.+-]+\/[\w.+-]+$/.test(mediaType)) return { mimeType: mediaType };
  const extension = /\.(\w+)(?:[?#]|$)/.exec(uri)?.[1]?.toLowerCase() ?? '';
  const found = Object.hasOwn(extensions, extension) ? extensions[extension] : undefined;
  return found === undefined ? {} : { mimeType: found };
}
