import { imageError } from './image-error.ts';
import type { PreparedImage, Size } from './prepared-image.ts';

/**
 * How a model writes boxes. `google` (or `gemini`): [ymin, xmin, ymax, xmax] from 0 to 1000. `pixels`, which is what models of `anthropic` and
 * `openai` write: [x1, y1, x2, y2] in pixels of the image as sent. `fractions`: [x1, y1, x2, y2] from 0 to 1.
 */
export type BoxConvention = 'google' | 'gemini' | 'anthropic' | 'openai' | 'pixels' | 'fractions';

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
  switch (convention) {
    case 'google':
    case 'gemini':
      return { width: 1_000, height: 1_000, isYFirst: true };
    case 'anthropic':
    case 'openai':
    case 'pixels':
      return { ...sent, isYFirst: false };
    case 'fractions':
      return { width: 1, height: 1, isYFirst: false };
    default:
      throw imageError({
        what: 'A box cannot be read',
        evidence: `There is no convention ${JSON.stringify(convention)}`,
        fix: 'Use the name of a provider ("google", "anthropic", "openai"), "pixels" or "fractions"',
      });
  }
}
