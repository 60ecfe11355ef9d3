import { describe, expect, it } from 'vitest';
import { imageBytes } from '@pegboard/images';
import { bytesOf, coloursAt } from './pictures.test-helper.ts';

interface Bmp {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly rows: readonly number[];
  readonly compression?: number;
  readonly palette?: readonly number[];
  readonly masks?: readonly number[];
}

function bmp({ width, height, bits, rows, compression = 0, palette = [], masks = [] }: Bmp): Buffer {
  const headerSize = 40 + (masks.length === 4 ? 16 : 0);
  const head = Buffer.alloc(14 + headerSize);
  const start = head.length + palette.length;
  head.write('BM');
  head.writeUInt32LE(start, 10);
  head.writeUInt32LE(headerSize, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  masks.forEach((mask, at) => head.writeUInt32LE(mask, 54 + at * 4));
  return Buffer.concat([head, Buffer.from(palette), Buffer.from(rows)]);
}

const [red, green, blue, white] = [
  [0, 0, 255],
  [0, 255, 0],
  [255, 0, 0],
  [255, 255, 255],
] as const;
/** The lower row comes first: blue, green; then red, white. */
const rows24 = [...blue, ...green, 0, 0, ...red, ...white, 0, 0];
const corners: [number, number][] = [
  [0, 0],
  [0.5, 0],
  [0, 0.5],
  [0.5, 0.5],
];
const wanted = ['red', 'white', 'blue', 'green'];
const size = { width: 2, height: 2 };
const palette = [...red, 0, ...green, 0, ...blue, 0, ...white, 0];

describe('BMP', () => {
  it.each<[string, Bmp]>([
    ['24 bits', { ...size, bits: 24, rows: rows24 }],
    [
      '24 bits from the top',
      { ...size, height: -2, bits: 24, rows: [...rows24.slice(8), ...rows24.slice(0, 8)] },
    ],
    ['32 bits', { ...size, bits: 32, rows: [...blue, 0, ...green, 0, ...red, 0, ...white, 0] }],
    [
      '32 bits with masks and alpha',
      {
        ...size,
        bits: 32,
        compression: 3,
        masks: [0xff000000, 0xff0000, 0xff00, 0xff],
        rows: [255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255],
      },
    ],
    ['8 bits', { ...size, bits: 8, palette, rows: [2, 1, 0, 0, 0, 3, 0, 0] }],
    ['4 bits', { ...size, bits: 4, palette, rows: [0x21, 0, 0, 0, 0x03, 0, 0, 0] }],
  ])('of %s is read', async (_, picture) => {
    const image = await imageBytes(bmp(picture), { limits: {} });
    expect(image.original).toEqual(size);
    expect(await coloursAt(bytesOf(image.part), ...corners)).toEqual(wanted);
  });

  it('pixels keep their place', async () => {
    const [block, zoom] = [16, 32];
    const row = (left: readonly number[], right: readonly number[]): number[] =>
      Array.from({ length: zoom }, (_, x) => (x < block ? left : right)).flat();
    const rows = Array.from({ length: zoom }, (_, y) =>
      y < block ? row(blue, green) : row(red, white),
    ).flat();
    const image = await imageBytes(bmp({ width: zoom, height: zoom, bits: 24, rows }));
    expect(await coloursAt(bytesOf(image.part), [0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8])).toEqual(
      wanted,
    );
  });

  it('of one bit is read', async () => {
    const rows = Array.from({ length: 16 }, () => [0x00, 0xff, 0, 0]).flat();
    const picture = bmp({ width: 16, height: 16, bits: 1, palette: [...blue, 0, ...white, 0], rows });
    const { part } = await imageBytes(picture);
    expect(await coloursAt(bytesOf(part), [0.2, 0.5], [0.8, 0.5])).toEqual(['blue', 'white']);
  });

  it.each<[string, Buffer]>([
    ['cut off', bmp({ ...size, bits: 24, rows: rows24.slice(0, 9) })],
    ['huge', bmp({ width: 60_000, height: 60_000, bits: 24, rows: rows24 })],
    ['without a side', bmp({ width: 0, height: 2, bits: 24, rows: rows24 })],
    ['of a negative width', bmp({ width: -2, height: 2, bits: 24, rows: rows24 })],
    ['run-length encoded', bmp({ ...size, bits: 8, compression: 1, palette, rows: [2, 1, 0, 0] })],
    ['of 16 bits', bmp({ ...size, bits: 16, rows: rows24 })],
    [
      'with odd masks',
      bmp({ ...size, bits: 32, compression: 3, masks: [0xf00, 0xf0, 0xf, 0], rows: Array(16).fill(0) }),
    ],
    ['of nothing', Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)])],
  ])('that is %s is refused', async (_, bytes) => {
    await expect(imageBytes(bytes)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/^A BMP image cannot be read\. /),
    });
  });
});
