import type { Provider } from '@pegboard/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageBytes, imageLimits, type ImageLimits } from '@pegboard/images';
import { fitWithin } from './fit-within.ts';
import { bytesOf, noise } from './pictures.test-helper.ts';

describe('limits', () => {
  it.each<[string, ImageLimits, number, number]>([
    ['a longer side', { maxSide: 100 }, 100, 50],
    ['pixels', { maxPixels: 5_000 }, 100, 50],
    ['both', { maxSide: 150, maxPixels: 5_000 }, 100, 50],
    ['nothing', {}, 200, 100],
    ['more than there is', { maxSide: 10_000, maxPixels: 1e9 }, 200, 100],
  ])('of %s', async (_, limits, width, height) => {
    const image = await imageBytes(await noise(200, 100).png().toBuffer(), { limits });
    expect(image).toMatchObject({ original: { width: 200, height: 100 }, sent: { width, height } });
  });

  it('default to the tightest of all providers', async () => {
    const image = await imageBytes(await noise(2_000, 500).jpeg().toBuffer());
    expect(image.sent).toEqual({ width: 1_568, height: 392 });
    for (const limits of Object.values(imageLimits)) {
      expect(limits.maxSide).toBeGreaterThanOrEqual(imageLimits.default.maxSide);
      expect(limits.maxBytes).toBeGreaterThanOrEqual(imageLimits.default.maxBytes);
    }
  });

  it('are those of the model that will see the image, where its table knows them', async () => {
    const provider: Provider = {
      name: 'p',
      async *stream() {},
      modelInfo: (id) => (id === 'm' ? { id, images: { maxSide: 300, maxCount: 5 } } : undefined),
    };
    const bytes = await noise(2_000, 500).jpeg().toBuffer();
    const sentTo = async (model: string) => (await imageBytes(bytes, { target: { provider, model } })).sent;
    expect(await sentTo('m')).toEqual({ width: 300, height: 75 });
    expect(await sentTo('unknown')).toEqual({ width: 1_568, height: 392 });
  });

  it('never are passed, never enlarge, and keep the shape within a pixel', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        fc.integer({ min: 1, max: 100_000_000 }),
        (width, height, maxSide, maxPixels) => {
          const sent = fitWithin({ width, height }, { maxSide, maxPixels });
          expect(Math.max(sent.width, sent.height)).toBeLessThanOrEqual(
            Math.min(maxSide, Math.max(width, height)),
          );
          const isLine = Math.min(sent.width, sent.height) === 1;
          if (!isLine) expect(sent.width * sent.height).toBeLessThanOrEqual(maxPixels);
          const scale = Math.max(sent.width / width, sent.height / height);
          if (!isLine) {
            expect(Math.abs(sent.width - width * scale)).toBeLessThanOrEqual(Math.max(1, width / height));
            expect(Math.abs(sent.height - height * scale)).toBeLessThanOrEqual(Math.max(1, height / width));
          }
        },
      ),
    );
  });

  it.each<[string, 3 | 4, 'png' | 'jpeg' | 'webp', string]>([
    ['a PNG becomes JPEG', 3, 'png', 'image/jpeg'],
    ['a PNG with transparency becomes WebP', 4, 'png', 'image/webp'],
    ['a JPEG loses quality', 3, 'jpeg', 'image/jpeg'],
    ['a WebP loses quality', 3, 'webp', 'image/webp'],
  ])('of bytes: %s before it loses size', async (_, channels, format, mediaType) => {
    const input = await noise(256, 256, channels)
      .toFormat(format, format === 'png' ? {} : { quality: 100 })
      .toBuffer();
    const maxBytes = Math.floor(input.length * 0.5);
    const image = await imageBytes(input, { limits: { maxBytes } });
    expect(image.part.mediaType).toBe(mediaType);
    expect(bytesOf(image.part).length).toBeLessThanOrEqual(maxBytes);
    expect(image.sent).toEqual({ width: 256, height: 256 });
  });

  it('of bytes that no quality reaches shrink the image, by quarters', async () => {
    const image = await imageBytes(await noise(256, 128).png().toBuffer(), { limits: { maxBytes: 6_000 } });
    expect(bytesOf(image.part).length).toBeLessThanOrEqual(6_000);
    expect([
      [192, 96],
      [144, 72],
      [108, 54],
    ]).toContainEqual([image.sent.width, image.sent.height]);
    expect(image.original).toEqual({ width: 256, height: 128 });
  });

  it('of bytes shrink what is too wide for the next format', async () => {
    const input = await noise(17_000, 4, 4).png().toBuffer();
    const image = await imageBytes(input, { limits: { maxBytes: 100_000 } });
    expect(image).toMatchObject({ part: { mediaType: 'image/webp' }, sent: { width: 12_750, height: 3 } });
  });

  it('that cannot be met are an error', async () => {
    await expect(
      imageBytes(await noise(64, 64).png().toBuffer(), { limits: { maxBytes: 50 } }),
    ).rejects.toThrow(
      'The image cannot be made small enough. At 32 pixels a side it still has more than 50 bytes. Raise maxBytes.',
    );
  });

  it.each([
    { limits: { maxSide: 0 } },
    { limits: { maxBytes: -1 } },
    { limits: { maxPixels: Number.NaN } },
    { limits: { maxWidth: 100 } },
    { maxInputPixels: '1' },
  ])('that cannot be meant are ConfigErrors: %j', async (options) => {
    await expect(imageBytes(new Uint8Array(), options as object)).rejects.toMatchObject({
      name: 'ConfigError',
    });
  });
});
