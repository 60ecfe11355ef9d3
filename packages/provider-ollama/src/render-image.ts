import type { MediaPart, ModelWarning } from '@pegboard/core/provider';
import { leftOut } from './warn.ts';

/** How base64 of PNG, JPEG and WebP begins. The server decodes images itself and knows no other formats. */
const imageStart = /^(?:iVBORw0KGgo|\/9j\/|UklGR)/;

/**
 * Base64 as the server takes it. Undefined, with a warning, for what it would refuse; anything but checked base64 must not be sent, as the
 * npm package ollama reads files that are named in its place.
 */
export function renderImage(part: MediaPart, warnings: ModelWarning[]): string | undefined {
  const data = dataOf(part);
  if (data === undefined) {
    const why = 'the API takes no addresses, and there is no resolveMedia to fetch it';
    return void warnings.push(leftOut(part, part.url === undefined ? 'it is empty' : why));
  }
  const base64 = part.mediaType.startsWith('image/') ? toBase64(data) : undefined;
  if (base64 === undefined)
    return void warnings.push(leftOut(part, 'the API takes PNG, JPEG and WebP, as base64'));
  return base64;
}

function dataOf({ data, url }: MediaPart): string | undefined {
  if (data !== undefined) return data === '' ? undefined : data;
  const comma = url?.indexOf(',') ?? -1;
  return url !== undefined && /^data:image\/[^,]*;base64,/.test(url.slice(0, comma + 1))
    ? url.slice(comma + 1)
    : undefined;
}

function toBase64(data: string): string | undefined {
  const text = /\s/.test(data) ? data.replace(/\s+/g, '') : data;
  const bare = text.replace(/={1,2}$/, '');
  if (bare.length % 4 === 1 || !imageStart.test(bare) || /[^A-Za-z0-9+/]/.test(bare)) return undefined;
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
}
