import { imageError } from './image-error.ts';
import type { PreparedImage, Size } from './prepared-image.ts';

/**
 * How a model writes boxes. `gemini`: [ymin, xmin, ymax, xmax] from 0 to 1000. `pixels`, as Anthropic's and OpenAI's models do: [x1, y1, x2, y2]
 * in pixels of the image as sent. `fractions`: [x1, y1, x2, y2] from 0 to 1.
 */
export type BoxConvention = 'gemini' | 'pixels' | 'fractions';

/** Four numbers in the order of the convention. */
export type ModelBox = readonly [number, number, number, number];

/** Whole pixels of the upright original; what sharp's `extract` takes. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What `toPixels` and `fromPixels` need of an image. */
export type BoxedImage = Pick<PreparedImage, 'original' | 'sent'>;

/** What a convention counts to, across and down, and whether it names y first. */
export function gridOf(
  convention: BoxConvention,
  { sent }: BoxedImage,
): Size & { readonly isYFirst: boolean } {
  if (convention === 'gemini') return { width: 1_000, height: 1_000, isYFirst: true };
  if (convention === 'pixels') return { ...sent, isYFirst: false };
  if (convention === 'fractions') return { width: 1, height: 1, isYFirst: false };
  throw imageError({
    what: 'A box cannot be read',
    evidence: `There is no convention ${JSON.stringify(convention)}`,
    fix: 'Use "gemini", "pixels" or "fractions"',
  });
}
