import { type BoxConvention, type BoxedImage, gridOf, type ModelBox, type PixelBox } from './box.ts';

/** The box of some pixels of the original as a model would write it, not rounded: for questions about a place. */
export function fromPixels(
  { left, top, width, height }: PixelBox,
  image: BoxedImage,
  convention: BoxConvention,
): ModelBox {
  const grid = gridOf(convention, image);
  const across = grid.width / image.original.width;
  const down = grid.height / image.original.height;
  const [x1, y1, x2, y2] = [
    left * across,
    top * down,
    (left + width) * across,
    (top + height) * down,
  ] as const;
  return grid.isYFirst ? [y1, x1, y2, x2] : [x1, y1, x2, y2];
}
