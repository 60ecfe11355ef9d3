import type { Sharp, SharpOptions } from 'sharp';
import { imageError } from './image-error.ts';
import type { HeicDecoder } from './image-limits.ts';
import { loadSharp } from './load-sharp.ts';
import type { Size } from './prepared-image.ts';
import { isBmp, readBmp } from './read-bmp.ts';

export interface OpenImage {
  readonly pixels: Sharp;
  /** As seen, the orientation applied. */
  readonly size: Size;
  /** `jpeg`, `png`, `gif` … as sharp says, or `bmp`. */
  readonly format: string;
  readonly isOpaque: boolean;
}

interface Source {
  readonly bytes: Uint8Array;
  /** How the image is called in errors. */
  readonly title: string;
  readonly maxInputPixels: number;
}

/** Reads the head of an image, and of an animated one the first frame. Throws code `invalid-input` for what is none. */
export async function openImage(source: Source, decodeHeic?: HeicDecoder): Promise<OpenImage> {
  const { bytes, title, maxInputPixels } = source;
  const sharp = await loadSharp();
  if (bytes.length === 0) {
    throw imageError({ what: `${title} cannot be read`, evidence: 'It is empty', fix: 'Pass an image' });
  }
  const options: SharpOptions = { limitInputPixels: maxInputPixels, failOn: 'warning', pages: 1 };
  if (isBmp(bytes)) {
    const { data, width, height, channels } = readBmp(bytes, maxInputPixels);
    const pixels = sharp(data, { ...options, raw: { width, height, channels } });
    return { pixels, size: { width, height }, format: 'bmp', isOpaque: channels === 3 };
  }
  const pixels = sharp(bytes, options).timeout({ seconds: 60 });
  try {
    const { autoOrient: size, format, hasAlpha } = await pixels.metadata();
    const isOpaque = !hasAlpha || (await pixels.stats()).isOpaque;
    return { pixels, size, format, isOpaque };
  } catch (error) {
    if (decodeHeic && isHeic(bytes)) return await openHeic(source, decodeHeic);
    throw toImageError(error, source);
  }
}

async function openHeic(source: Source, decode: HeicDecoder): Promise<OpenImage> {
  const sharp = await loadSharp();
  try {
    const { width, height, data } = await decode({ buffer: source.bytes });
    const raw = { width, height, channels: 4 } as const;
    const pixels = sharp(Uint8Array.from(data), { limitInputPixels: source.maxInputPixels, raw });
    const { isOpaque } = await pixels.stats();
    return { pixels, size: { width, height }, format: 'heic', isOpaque };
  } catch (error) {
    throw toImageError(error, source);
  }
}

/** What sharp says of an image that it does not take. */
export function toImageError(error: unknown, { bytes, title, maxInputPixels }: Source): Error {
  const message = error instanceof Error ? error.message : '';
  if (/pixel limit|too large|exceeds/i.test(message)) {
    return imageError({
      what: `${title} is too large`,
      evidence: `It says that it has more than ${maxInputPixels} pixels`,
      fix: 'Scale it down first, or raise maxInputPixels',
      cause: error,
    });
  }
  const isUnknown = /unsupported image format/i.test(message);
  return imageError({
    what: `${title} ${isUnknown ? 'is no image' : 'cannot be decoded'}`,
    evidence: isUnknown
      ? `Its first bytes are ${headOf(bytes)}`
      : `It is damaged, cut off, or of a kind that is not read (${kindOf(bytes)})`,
    fix: isHeic(bytes)
      ? 'Photos in HEIC have to be saved as JPEG first, or pass decodeHeic: `npm install heic-decode` has one'
      : 'Pass PNG, JPEG, WebP, GIF, AVIF, TIFF, SVG or BMP',
    cause: error,
  });
}

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 8))
    .toString('hex')
    .replaceAll(/(..)(?=.)/g, '$1 ');
}

function kindOf(bytes: Uint8Array): string {
  return isHeic(bytes) ? 'HEIC' : `first bytes ${headOf(bytes)}`;
}

function isHeic(bytes: Uint8Array): boolean {
  return /^ftyp(heic|heix|hevc|mif1)/.test(Buffer.from(bytes.subarray(4, 12)).toString('latin1'));
}
