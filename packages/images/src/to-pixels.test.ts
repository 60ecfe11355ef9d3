import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoxConvention, fromPixels, imageBytes, type ModelBox, toPixels } from '@pegboard/images';
import sharp from 'sharp';
import { bytesOf, coloursAt, flag } from './pictures.test-helper.ts';

const image = { original: { width: 4_000, height: 2_000 }, sent: { width: 1_000, height: 500 } };

describe('toPixels', () => {
  it.each<[BoxConvention, ModelBox]>([
    ['gemini', [500, 250, 1_000, 750]],
    ['gemini', [1_000, 750, 500, 250]],
    ['google', [500, 250, 1_000, 750]],
    ['pixels', [250, 250, 750, 500]],
    ['anthropic', [250, 250, 750, 500]],
    ['openai', [250, 250, 750, 500]],
    ['fractions', [0.25, 0.5, 0.75, 1]],
  ])('maps %s %j to the original', (convention, box) => {
    expect(toPixels(box, image, convention)).toEqual({
      left: 1_000,
      top: 1_000,
      width: 2_000,
      height: 1_000,
    });
  });

  it('cuts off what lies outside, and leaves one pixel at least', () => {
    expect(toPixels([-50, -1, 2_000, 501], image, 'pixels')).toEqual({
      left: 0,
      top: 0,
      width: 4_000,
      height: 2_000,
    });
    expect(toPixels([10, 10, 10, 10], image, 'pixels')).toEqual({ left: 40, top: 40, width: 1, height: 1 });
    expect(toPixels([5_000, 5_000, 6_000, 6_000], image, 'pixels')).toEqual({
      left: 3_999,
      top: 1_999,
      width: 1,
      height: 1,
    });
  });

  it.each([
    [[1, 2, 3]],
    [[1, 2, 3, Number.NaN]],
    [['1', 2, 3, 4]],
    [undefined],
    ['[1,2,3,4]'],
    [[1, 2, 3, 4, 5]],
  ])('refuses %j', (box) => {
    expect(() => toPixels(box as never, image, 'pixels')).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });

  it('refuses an unknown convention', () => {
    expect(() => toPixels([1, 2, 3, 4], image, 'yolo' as never)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });
});

// Doubles of fast-check are mostly next to nothing; these are spread evenly.
const fraction = fc.integer({ min: 0, max: 10_000 }).map((count) => count / 10_000);
const side = fc.integer({ min: 1, max: 12_000 });
const anyImage = fc
  .record({ width: side, height: side, scale: fraction })
  .map(({ width, height, scale }) => ({
    original: { width, height },
    sent: { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) },
  }));

it.each(['gemini', 'pixels', 'fractions'] as const)(
  'there and back is within one pixel: %s',
  (convention) => {
    fc.assert(
      fc.property(anyImage, fraction, fraction, fraction, fraction, (picture, a, b, c, d) => {
        const { width, height } = picture.original;
        const left = Math.floor(Math.min(a, b) * (width - 1));
        const top = Math.floor(Math.min(c, d) * (height - 1));
        const box = {
          left,
          top,
          width: Math.max(1, Math.round(Math.abs(a - b) * (width - left))),
          height: Math.max(1, Math.round(Math.abs(c - d) * (height - top))),
        };
        const back = toPixels(fromPixels(box, picture, convention), picture, convention);
        for (const key of ['left', 'top', 'width', 'height'] as const) {
          expect(Math.abs(back[key] - box[key])).toBeLessThanOrEqual(1);
        }
        expect(back.left + back.width).toBeLessThanOrEqual(width);
        expect(back.top + back.height).toBeLessThanOrEqual(height);
      }),
    );
  },
);

it.each([1, 3, 6, 8])(
  'boxes are those of the upright picture, whatever its orientation (%i)',
  async (orientation) => {
    const angle = { 1: 0, 3: 180, 6: 270, 8: 90 }[orientation] ?? 0;
    const stored = await sharp(await flag(800, 400))
      .rotate(angle)
      .jpeg({ quality: 100 })
      .withMetadata({ orientation })
      .toBuffer();
    const prepared = await imageBytes(stored, { limits: { maxSide: 100 } });
    expect(prepared.sent).toEqual({ width: 100, height: 50 });
    // The blue quarter, as a model sees it.
    const box = toPixels([0, 25, 50, 50], prepared, 'pixels');
    expect(box).toEqual({ left: 0, top: 200, width: 400, height: 200 });
    const upright = await sharp(stored).autoOrient().toBuffer();
    const cut = await sharp(upright).extract(box).png().toBuffer();
    expect(await coloursAt(cut, [0.1, 0.1], [0.9, 0.9])).toEqual(['blue', 'blue']);
    expect(await coloursAt(bytesOf(prepared.part), [0.2, 0.8])).toEqual(['blue']);
  },
);
