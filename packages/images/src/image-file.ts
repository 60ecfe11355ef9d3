import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isPegboardError } from '@pegboard/core';
import { imageError } from './image-error.ts';
import { type ImageOptions, readImageOptions } from './image-limits.ts';
import { prepareImage } from './prepare-image.ts';
import type { PreparedImage } from './prepared-image.ts';

/**
 * Prepares the image in a file: PNG, JPEG, WebP, GIF (first frame), AVIF, TIFF, SVG or BMP, whatever its name says. It becomes upright, sRGB,
 * without metadata such as places, and within `limits`, as JPEG, PNG or WebP. Rejects with a `PegboardError`: `not-found`, `permission`,
 * or `invalid-input` for what is no image, damaged or too large.
 */
export async function imageFile(path: string, options: ImageOptions = {}): Promise<PreparedImage> {
  const settings = readImageOptions({ name: basename(path), ...options });
  const bytes = await readImage(path, settings.maxInputBytes);
  return prepareImage(bytes, `The image ${path}`, settings);
}

async function readImage(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const stats = await stat(path);
    // Devices and pipes have no end; opening a pipe may already take for ever.
    if (!stats.isFile()) throw unusable(path, 'It is no file', 'Pass the path of an image');
    if (stats.size > maxBytes) {
      throw unusable(path, `It has ${stats.size} bytes, more than ${maxBytes}`, 'Raise maxInputBytes');
    }
    return await readFile(path);
  } catch (error) {
    throw isPegboardError(error) ? error : toFileError(path, error);
  }
}

function toFileError(path: string, cause: unknown): Error {
  const { code = 'no reason was given' } = cause as NodeJS.ErrnoException; // node:fs throws nothing else
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  const kind = isMissing
    ? 'not-found'
    : code === 'EACCES' || code === 'EPERM'
      ? 'permission'
      : 'invalid-input';
  return imageError({
    code: kind,
    what: `The image ${path} ${isMissing ? 'does not exist' : 'cannot be read'}`,
    evidence: code,
    fix: 'Check the path; relative ones start in the working directory',
    cause,
  });
}

function unusable(path: string, evidence: string, fix: string): Error {
  return imageError({ what: `The image ${path} cannot be read`, evidence, fix });
}
