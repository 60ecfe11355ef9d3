import { text, type UserPart } from '@pegboard/core';
import type { PreparedImage } from './prepared-image.ts';

/**
 * The parts of several images, each after a text such as `Image 1: cat.png`, so that a question can name them. Names are cut to 100 characters
 * of one line.
 */
export function labelled(images: readonly PreparedImage[]): readonly UserPart[] {
  return images.flatMap(({ part, name = '' }, at) => {
    const label = oneLine(name);
    return [text(`Image ${at + 1}${label === '' ? '' : `: ${label}`}`), part];
  });
}

/** A name may come from outside; on lines of its own it could pass for instructions. */
function oneLine(name: string): string {
  return name
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed();
}
