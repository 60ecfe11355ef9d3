import { type BoxConvention, type BoxedImage, gridOf, type ModelBox, type PixelBox } from './box.ts';
import { imageError } from './image-error.ts';

/**
 * The pixels of the original that a model's box means. Corners may come in either order; what lies outside is cut off; the box has at least one
 * pixel. Throws code `invalid-input` for what is not four numbers.
 */
export function toPixels(box: ModelBox, image: BoxedImage, convention: BoxConvention): PixelBox {
  if (!Array.isArray(box) || box.length !== 4 || !box.every((value) => Number.isFinite(value)))
    throw noBox(box);
  const { width, height, isYFirst } = gridOf(convention, image);
  const [a, b, c, d] = box;
  const [x1, y1, x2, y2] = isYFirst ? [b, a, d, c] : [a, b, c, d];
  const across = span(x1 / width, x2 / width, image.original.width);
  const down = span(y1 / height, y2 / height, image.original.height);
  return { left: across.from, top: down.from, width: across.length, height: down.length };
}

/** Two fractions of a side as whole pixels. */
function span(one: number, other: number, side: number): { from: number; length: number } {
  const edge = (fraction: number): number => Math.min(side, Math.max(0, Math.round(fraction * side)));
  const from = Math.min(edge(Math.min(one, other)), side - 1);
  return { from, length: Math.max(1, edge(Math.max(one, other)) - from) };
}

function noBox(box: unknown): Error {
  return imageError({
    what: 'A box cannot be read',
    evidence: `It is ${JSON.stringify(box)?.slice(0, 100)}`,
    fix: 'Pass four numbers',
  });
}
