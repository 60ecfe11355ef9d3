import { imageError } from './image-error.ts';
import { type ImageOptions, readImageOptions } from './image-limits.ts';
import { prepareImage } from './prepare-image.ts';
import type { PreparedImage } from './prepared-image.ts';

/** Prepares an image from its bytes; see `imageFile`. */
export async function imageBytes(bytes: Uint8Array, options: ImageOptions = {}): Promise<PreparedImage> {
  const settings = readImageOptions(options);
  if (!(bytes instanceof Uint8Array)) {
    throw imageError({
      what: 'An image cannot be read',
      evidence: `It is of type ${typeof bytes}`,
      fix: 'Pass its bytes as a Uint8Array; imageFile takes a path, imageUrl an address',
    });
  }
  return prepareImage(
    bytes,
    settings.name === undefined ? 'The image' : `The image "${settings.name}"`,
    settings,
  );
}
