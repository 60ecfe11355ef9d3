import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { onTestFinished } from 'vitest';
import type { MediaPart } from '@pegboard/core';

/** Red above, blue below left, green below right: every turn and flip of it can be told. */
export async function flag(width = 80, height = 40): Promise<Buffer> {
  const block = (w: number, h: number, background: string): Promise<Buffer> =>
    sharp({ create: { width: w, height: h, channels: 3, background } })
      .png()
      .toBuffer();
  const half = { width: width / 2, height: height / 2 };
  return sharp({ create: { width, height, channels: 3, background: 'red' } })
    .composite([
      { input: await block(half.width, half.height, 'blue'), left: 0, top: half.height },
      { input: await block(half.width, half.height, '#00ff00'), left: half.width, top: half.height },
    ])
    .png()
    .toBuffer();
}

/** Incompressible pixels, always the same. */
export function noise(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  const data = Buffer.alloc(width * height * channels);
  let state = 1;
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[at] = state >>> 24;
  }
  return sharp(data, { raw: { width, height, channels } });
}

/** A file in a folder that goes away with the test. */
export function fileOf(name: string, content: Uint8Array | string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pegboard-images-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function bytesOf({ data = '' }: MediaPart): Buffer {
  return Buffer.from(data, 'base64');
}

/** The names of the colours at some places, given as fractions of the sides. */
export async function coloursAt(bytes: Uint8Array, ...places: [number, number][]): Promise<string[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return places.map(([x, y]) => {
    const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3;
    return nameOf([...data.subarray(at, at + 3)]);
  });
}

function nameOf(rgb: number[]): string {
  const names: Record<string, number[]> = {
    red: [255, 0, 0],
    green: [0, 255, 0],
    blue: [0, 0, 255],
    white: [255, 255, 255],
    black: [0, 0, 0],
  };
  const near = Object.entries(names).find(([, wanted]) =>
    wanted.every((value, at) => Math.abs(value - (rgb[at] ?? 0)) < 60),
  );
  return near?.[0] ?? rgb.join(' ');
}
