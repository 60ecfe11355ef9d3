import type { ImageLimits } from './image-limits.ts';
import type { Size } from './prepared-image.ts';

/** The largest size of the same shape within the limits, at least one pixel a side and never larger than it was. */
export function fitWithin({ width, height }: Size, limits: Required<Omit<ImageLimits, 'maxBytes'>>): Size {
  const bySide = limits.maxSide / Math.max(width, height);
  const byPixels = Math.sqrt(limits.maxPixels / (width * height));
  const scale = Math.min(1, bySide, byPixels);
  return scaled({ width, height }, scale);
}

/** Rounded down, so that no limit is passed by a pixel. */
export function scaled({ width, height }: Size, scale: number): Size {
  const side = (pixels: number): number =>
    scale === 1 ? pixels : Math.max(1, Math.floor(pixels * scale + 1e-9));
  return { width: side(width), height: side(height) };
}
