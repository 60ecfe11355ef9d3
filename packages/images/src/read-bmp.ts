import { imageError } from './image-error.ts';
import type { Size } from './prepared-image.ts';

/** Pixels in rows from the top, three or four bytes each. */
export interface RawImage extends Size {
  readonly data: Uint8Array;
  readonly channels: 3 | 4;
}

interface Header extends Size {
  readonly view: DataView;
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly pixels: number;
  readonly palette: number;
  /** Of red, green, blue and, if there is any, alpha. */
  readonly masks: readonly number[];
}

export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d && bytes.length >= 54;
}

/** Reads an uncompressed BMP of 1, 4, 8, 24 or 32 bits a pixel; sharp reads none. Throws code `invalid-input` for others. */
export function readBmp(bytes: Uint8Array, maxPixels: number): RawImage {
  const header = readHeader(bytes);
  const { width, height, bits, pixels, isTopDown, masks } = header;
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (width < 1 || height < 1 || width * height > maxPixels)
    throw unreadable(`It says that it has ${width} × ${height} pixels`);
  if (pixels + stride * height > bytes.length) throw unreadable('It is cut off');
  const channels = masks[3] ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const row = pixels + stride * (isTopDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++) data.set(pixelAt(header, row, x), (y * width + x) * channels);
  }
  return { data, width, height, channels };
}

function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(14, true);
  const height = view.getInt32(22, true);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const hasMasks = bits === 32 && compression === 3;
  if (size < 40 || ![1, 4, 8, 24, 32].includes(bits) || (compression !== 0 && !hasMasks)) {
    throw unreadable(`It is of a kind that is not read (${bits} bits, compression ${compression})`);
  }
  return {
    view,
    width: view.getInt32(18, true),
    height: Math.abs(height),
    isTopDown: height < 0,
    bits,
    pixels: view.getUint32(10, true),
    palette: 14 + size,
    masks: hasMasks ? readMasks(view, size) : [0xff_00_00, 0xff_00, 0xff],
  };
}

/** The alpha mask stands in the header from its third version (56 bytes) on. */
function readMasks(view: DataView, size: number): readonly number[] {
  const offsets = size >= 56 ? [54, 58, 62, 66] : [54, 58, 62];
  if (view.byteLength < 70) throw unreadable('It is cut off');
  const masks = offsets.map((at) => view.getUint32(at, true));
  if (masks.some((mask) => mask !== 0 && mask >>> shiftOf(mask) !== 0xff))
    throw unreadable('Its colours are not of eight bits');
  return masks;
}

const shiftOf = (mask: number): number => 31 - Math.clz32(mask & -mask);

function pixelAt({ view, bits, palette, masks }: Header, row: number, x: number): readonly number[] {
  if (bits === 24) return bgr(view, row + x * 3);
  if (bits === 32) {
    const value = view.getUint32(row + x * 4, true);
    return masks.filter((mask, at) => at < 3 || mask !== 0).map((mask) => (value >>> shiftOf(mask)) & 0xff);
  }
  const perByte = 8 / bits;
  const byte = view.getUint8(row + Math.floor(x / perByte));
  const index = (byte >> (8 - bits * ((x % perByte) + 1))) & ((1 << bits) - 1);
  const at = palette + index * 4;
  return at + 3 <= view.byteLength ? bgr(view, at) : [0, 0, 0];
}

function bgr(view: DataView, at: number): readonly number[] {
  return [view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at)];
}

function unreadable(evidence: string): Error {
  return imageError({ what: 'A BMP image cannot be read', evidence, fix: 'Save it as PNG' });
}
