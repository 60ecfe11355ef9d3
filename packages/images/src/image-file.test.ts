import { mkdirSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Agent } from '@pegboard/core';
import { imageBytes, imageFile } from '@pegboard/images';
import { scriptedProvider } from '@pegboard/testing';
import { bytesOf, coloursAt, fileOf, flag, noise } from './pictures.test-helper.ts';

describe('formats', () => {
  it.each([
    ['png', 'image/png'],
    ['jpeg', 'image/jpeg'],
    ['webp', 'image/webp'],
    ['gif', 'image/png'],
    ['tiff', 'image/jpeg'],
    ['avif', 'image/jpeg'],
  ] as const)('%s is sent as %s', async (format, mediaType) => {
    const input = await sharp(await flag())
      .toFormat(format)
      .toBuffer();
    const image = await imageFile(fileOf(`flag.${format}`, input));
    expect(image).toMatchObject({
      part: { type: 'media', mediaType },
      original: { width: 80, height: 40 },
      sent: { width: 80, height: 40 },
      name: `flag.${format}`,
    });
    const sent = bytesOf(image.part);
    expect((await sharp(sent).metadata()).format).toBe(mediaType.slice(6));
    expect(await coloursAt(sent, [0.5, 0.2], [0.2, 0.8], [0.8, 0.8])).toEqual(['red', 'blue', 'green']);
  });

  it.each(['tiff', 'avif'] as const)('%s with transparency is sent as PNG that keeps it', async (format) => {
    const clear = { r: 255, g: 0, b: 0, alpha: 0.5 };
    const input = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
      .toFormat(format, format === 'tiff' ? { compression: 'lzw' } : {})
      .toBuffer();
    const { part } = await imageBytes(input);
    expect(part.mediaType).toBe('image/png');
    const { data } = await sharp(bytesOf(part)).raw().toBuffer({ resolveWithObject: true });
    expect(data[3]).toBeGreaterThan(120);
    expect(data[3]).toBeLessThan(136);
  });

  it('SVG is drawn, and draws in no file', async () => {
    const secret = fileOf(
      'secret.png',
      await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="30">
      <rect width="60" height="30" fill="#00f"/><image width="60" height="30" href="file://${secret}" xlink:href="${secret}"/></svg>`;
    const image = await imageBytes(Buffer.from(svg));
    expect(image).toMatchObject({ part: { mediaType: 'image/png' }, sent: { width: 60, height: 30 } });
    expect(await coloursAt(bytesOf(image.part), [0.5, 0.5])).toEqual(['blue']);
  });

  it.each(['gif', 'webp'] as const)('of an animated %s the first frame is sent', async (format) => {
    const frames = [await solid('red'), await solid('blue'), await solid('white')];
    const input = await sharp(frames, { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
    expect((await sharp(input).metadata()).pages).toBe(3);
    const image = await imageBytes(input);
    expect(image.sent).toEqual({ width: 16, height: 16 });
    expect((await sharp(bytesOf(image.part)).metadata()).pages ?? 1).toBe(1);
    expect(await coloursAt(bytesOf(image.part), [0.5, 0.5])).toEqual(['red']);
  });

  it('16 bits a channel become 8', async () => {
    const input = await sharp(await flag())
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(input).metadata()).depth).toBe('ushort');
    const { part } = await imageBytes(input);
    expect((await sharp(bytesOf(part)).metadata()).depth).toBe('uchar');
    expect(await coloursAt(bytesOf(part), [0.5, 0.2], [0.2, 0.8], [0.8, 0.8])).toEqual([
      'red',
      'blue',
      'green',
    ]);
  });

  it('CMYK, grey and palette become sRGB', async () => {
    const cmyk = await sharp(await solid('red'))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    const grey = await sharp(await solid('white'))
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const palette = await sharp(await flag())
      .png({ palette: true })
      .toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    for (const [input, colour] of [
      [cmyk, 'red'],
      [grey, 'white'],
      [palette, 'red'],
    ] as const) {
      const { part } = await imageBytes(input);
      expect((await sharp(bytesOf(part)).metadata()).space).toBe('srgb');
      expect(await coloursAt(bytesOf(part), [0.5, 0.2])).toEqual([colour]);
    }
  });

  it('colours of another profile are converted, not relabelled', async () => {
    const input = await sharp(await solid('#00ff00'))
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expect((await sharp(input).metadata()).icc).toBeDefined();
    const { part } = await imageBytes(input);
    expect((await sharp(bytesOf(part)).metadata()).icc).toBeUndefined();
    expect(await coloursAt(bytesOf(part), [0.5, 0.5])).toEqual(['green']);
  });
});

const solid = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 16, height: 16, channels: 3, background } })
    .png()
    .toBuffer();

describe('orientation and metadata', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i is applied', async (orientation) => {
    // What turns the upright picture into the one that a camera stores with this orientation.
    const turns: Record<number, [angle: number, flop: boolean]> = {
      1: [0, false],
      2: [0, true],
      3: [180, false],
      4: [180, true],
      5: [90, true],
      6: [270, false],
      7: [270, true],
      8: [90, false],
    };
    const [angle, flop] = turns[orientation] ?? [0, false];
    const turned = await sharp(await flag())
      .rotate(angle)
      .png()
      .toBuffer();
    const stored = await sharp(turned)
      .flop(flop)
      .jpeg({ quality: 100 })
      .withMetadata({ orientation })
      .toBuffer();
    const image = await imageBytes(stored, { limits: { maxSide: 40 } });
    expect(image.original).toEqual({ width: 80, height: 40 });
    expect(image.sent).toEqual({ width: 40, height: 20 });
    const sent = bytesOf(image.part);
    expect(await sharp(sent).metadata()).toMatchObject({ width: 40, height: 20 });
    expect((await sharp(sent).metadata()).orientation).toBeUndefined();
    expect(await coloursAt(sent, [0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8])).toEqual([
      'red',
      'red',
      'blue',
      'green',
    ]);
  });

  it('places, comments and everything else about a photo are left out', async () => {
    const exif = {
      IFD0: { Copyright: 'Ann Somebody' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 4366/100',
      },
    };
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const input = await sharp(await flag())
        .withExif(exif)
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">Ann</x:xmpmeta>')
        .toFormat(format)
        .toBuffer();
      expect((await sharp(input).metadata()).exif).toBeDefined();
      const sent = bytesOf((await imageBytes(input)).part);
      const { exif: left, xmp, iptc, icc, comments } = await sharp(sent).metadata();
      expect([left, xmp, iptc, icc, comments]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(sent.includes('Ann')).toBe(false);
    }
  });

  it('the same bytes give the same part', async () => {
    const input = await noise(200, 100).jpeg().toBuffer();
    const parts = await Promise.all([
      imageBytes(input),
      imageBytes(input),
      imageBytes(Uint8Array.from(input)),
    ]);
    expect(new Set(parts.map(({ part }) => part.data)).size).toBe(1);
  });
});

describe('what is no image, or too much of one', () => {
  it.each<[string, string | Buffer, string]>([
    ['text.png', 'just text', 'is no image. Its first bytes are 6a 75 73 74 20 74 65 78. Pass PNG, JPEG'],
    ['empty.jpg', '', 'cannot be read. It is empty.'],
    ['page.gif', '<html><body>no</body></html>', 'is no image.'],
    ['head.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'cannot be decoded.'],
    [
      'photo.heic',
      Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
      'Photos in HEIC have to be saved as JPEG first, or pass decodeHeic',
    ],
  ])('%s is refused with its path as given', async (name, content, words) => {
    const path = fileOf(name, content);
    await expect(imageFile(path)).rejects.toMatchObject({
      name: 'PegboardError',
      code: 'invalid-input',
      message: expect.stringContaining(words),
    });
    await expect(imageFile(path)).rejects.toThrow(`The image ${path} `);
  });

  it.each(['jpeg', 'png', 'webp', 'gif'] as const)('a %s that is cut off is refused', async (format) => {
    const whole = await noise(64, 64).toFormat(format).toBuffer();
    await expect(imageBytes(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('The image cannot be decoded. It is damaged, cut off'),
    });
  });

  it('an image that declares huge sides is refused before it is decoded', async () => {
    await expect(imageBytes(hugePng(60_000, 60_000))).rejects.toMatchObject({
      code: 'invalid-input',
      message:
        'The image is too large. It says that it has more than 100000000 pixels. Scale it down first, or raise maxInputPixels.',
    });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>';
    await expect(imageBytes(Buffer.from(svg))).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(imageBytes(await flag(), { maxInputPixels: 3_199 })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect((await imageBytes(await flag(), { maxInputPixels: 3_200 })).sent.width).toBe(80);
  });

  it('a file that is missing, a folder or too long is refused', async () => {
    await expect(imageFile('no/such/cat.png')).rejects.toMatchObject({
      code: 'not-found',
      message:
        'The image no/such/cat.png does not exist. ENOENT. Check the path; relative ones start in the working directory.',
    });
    const path = fileOf('flag.png', await flag());
    mkdirSync(`${path}.d`);
    await expect(imageFile(`${path}.d`)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(imageFile('/dev/zero')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(imageFile(path, { maxInputBytes: 10 })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('more than 10'),
    });
  });

  it('what are no bytes is refused', async () => {
    await expect(imageBytes('x' as never)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

/** The head of a PNG and a little of its data. */
function hugePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

it('a run takes the part of an image', async () => {
  const provider = scriptedProvider(['A flag.']);
  const { part } = await imageBytes(await flag());
  await new Agent({ provider, model: 'any' }).run([{ type: 'text', text: 'What is it?' }, part]);
  expect(provider.requests[0]?.messages[0]?.content).toEqual([{ type: 'text', text: 'What is it?' }, part]);
});

describe('photos in HEIC', () => {
  const photo = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');

  it('are decoded by what the caller passes, and then prepared as others are', async () => {
    const pixels = await noise(200, 100).ensureAlpha().raw().toBuffer();
    const seen: Uint8Array[] = [];
    const image = await imageFile(fileOf('photo.heic', photo), {
      limits: { maxSide: 50 },
      decodeHeic: async ({ buffer }) => {
        seen.push(buffer);
        return { width: 200, height: 100, data: new Uint8ClampedArray(pixels) };
      },
    });
    expect(seen.map((bytes) => Buffer.from(bytes).equals(photo))).toEqual([true]);
    expect(image).toMatchObject({
      part: { mediaType: 'image/jpeg' },
      original: { width: 200, height: 100 },
      sent: { width: 50, height: 25 },
    });
  });

  it('that the decoder cannot read are refused', async () => {
    const decodeHeic = () => Promise.reject(new TypeError('input buffer is not a HEIC image'));
    const reading = imageFile(fileOf('bad.heic', photo), { decodeHeic });
    await expect(reading).rejects.toMatchObject({ code: 'invalid-input' });
    // @ts-expect-error: it must be a function
    await expect(imageFile(fileOf('bad.heic', photo), { decodeHeic: 'heic' })).rejects.toThrow(
      /decodeHeic is no function/,
    );
  });

  it('are asked of the decoder only where sharp cannot read them', async () => {
    const decodeHeic = () => Promise.reject(new TypeError('not needed'));
    const { part } = await imageBytes(await noise(8, 8).avif().toBuffer(), { decodeHeic });
    expect(part.mediaType).toBe('image/jpeg');
  });
});
