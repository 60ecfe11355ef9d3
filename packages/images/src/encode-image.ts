import type { Sharp } from 'sharp';
import { scaled } from './fit-within.ts';
import { imageError } from './image-error.ts';
import { loadSharp } from './load-sharp.ts';
import type { Size } from './prepared-image.ts';
import type { RawImage } from './read-bmp.ts';

/** The formats that every API takes. GIF, which they take too, is sent as PNG. */
export type SentFormat = 'jpeg' | 'png' | 'webp';

export interface Encoded extends Size {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

interface Wanted {
  readonly format: SentFormat;
  readonly maxBytes: number;
  readonly title: string;
}

const qualities = [90, 80, 70, 60, 50, 40];
/** What the formats themselves allow. */
const maxSides: Readonly<Record<SentFormat, number>> = { jpeg: 65_535, png: Infinity, webp: 16_383 };
/** Below this many pixels of the longer side an image says nothing any more. */
const minSide = 32;

/**
 * Encodes by steps until the bytes fit: the format at its best, lower qualities (PNG gives way to WebP where there is alpha and to JPEG where
 * there is none), then three quarters of the size, and so on. The same pixels always give the same bytes. Throws when nothing fits.
 */
export async function encodeImage(image: RawImage, { format, maxBytes, title }: Wanted): Promise<Encoded> {
  const sharp = await loadSharp();
  const raw = { width: image.width, height: image.height, channels: image.channels };
  for (let size: Size = raw; ; size = scaled(size, 0.75)) {
    for (const [kind, quality] of stepsOf(format, image.channels)) {
      if (Math.max(size.width, size.height) > maxSides[kind]) continue;
      const pixels = sharp(image.data, { raw, limitInputPixels: false });
      const sized = size === raw ? pixels : pixels.resize(size.width, size.height, { fit: 'fill' });
      const bytes = await encodeAs(sized, kind, quality).toBuffer();
      if (bytes.length <= maxBytes) {
        return { bytes, mediaType: `image/${kind}`, width: size.width, height: size.height };
      }
    }
    if (Math.max(size.width, size.height) <= minSide) throw tooLong(title, maxBytes);
  }
}

function stepsOf(format: SentFormat, channels: number): readonly (readonly [SentFormat, number])[] {
  const lossy = format === 'png' ? (channels === 4 ? 'webp' : 'jpeg') : format;
  const steps = qualities.map((quality) => [lossy, quality] as const);
  return format === 'png' ? [['png', 100], ...steps] : steps;
}

function encodeAs(pixels: Sharp, format: SentFormat, quality: number): Sharp {
  if (format === 'png') return pixels.png({ compressionLevel: 9, adaptiveFiltering: true });
  if (format === 'webp') return pixels.webp({ quality });
  // Coloured text on screenshots becomes unreadable when colours are halved.
  return pixels.jpeg({ quality, chromaSubsampling: quality >= 80 ? '4:4:4' : '4:2:0' });
}

function tooLong(title: string, maxBytes: number): Error {
  return imageError({
    what: `${title} cannot be made small enough`,
    evidence: `At ${minSide} pixels a side it still has more than ${maxBytes} bytes`,
    fix: 'Raise maxBytes',
  });
}
