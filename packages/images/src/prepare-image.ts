import { isPegboardError } from '@pegboard/core';
import { type Encoded, encodeImage, type SentFormat } from './encode-image.ts';
import { fitWithin } from './fit-within.ts';
import type { ImageSettings } from './image-limits.ts';
import { type OpenImage, openImage, toImageError } from './open-image.ts';
import type { PreparedImage, Size } from './prepared-image.ts';
import type { RawImage } from './read-bmp.ts';

/**
 * Makes an image what every API takes: upright, sRGB with eight bits a channel, without metadata, within the limits, as JPEG, PNG or WebP.
 * `title` is how the image is called in errors.
 */
export async function prepareImage(
  bytes: Uint8Array,
  title: string,
  { limits, maxInputPixels, decodeHeic, name }: ImageSettings,
): Promise<PreparedImage> {
  const source = { bytes, title, maxInputPixels };
  const opened = await openImage(source, decodeHeic);
  let encoded: Encoded;
  try {
    const pixels = await render(opened, fitWithin(opened.size, limits));
    encoded = await encodeImage(pixels, { format: formatOf(opened), maxBytes: limits.maxBytes, title });
  } catch (error) {
    throw isPegboardError(error) ? error : toImageError(error, source);
  }
  const { width, height, mediaType } = encoded;
  return {
    part: { type: 'media', mediaType, data: Buffer.from(encoded.bytes).toString('base64') },
    original: opened.size,
    sent: { width, height },
    ...(name !== undefined && { name }),
  };
}

async function render({ pixels, isOpaque }: OpenImage, size: Size): Promise<RawImage> {
  const upright = pixels.autoOrient().resize(size.width, size.height, { fit: 'fill' }).toColourspace('srgb');
  const { data, info } = await (isOpaque ? upright.removeAlpha() : upright.ensureAlpha())
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: isOpaque ? 3 : 4 };
}

function formatOf({ format, isOpaque }: OpenImage): SentFormat {
  if (format === 'jpeg' || format === 'webp' || format === 'png') return format;
  if (format === 'gif' || format === 'svg') return 'png';
  return isOpaque ? 'jpeg' : 'png';
}
