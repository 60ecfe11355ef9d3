export { fromPixels } from './from-pixels.ts';
export { imageBytes } from './image-bytes.ts';
export { imageFile } from './image-file.ts';
export { imageLimits } from './image-limits.ts';
export { imageUrl } from './image-url.ts';
export { labelled } from './labelled.ts';
export { toPixels } from './to-pixels.ts';

export type { BoxConvention, BoxedImage, ModelBox, PixelBox } from './box.ts';
export type { HeicDecoder, ImageLimits, ImageOptions } from './image-limits.ts';
export type { ImageUrlOptions } from './image-url.ts';
export type { PreparedImage, Size } from './prepared-image.ts';
