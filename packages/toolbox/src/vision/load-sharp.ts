import type Sharp from 'sharp';
import { ConfigError } from '@pegboard/core';

/** sharp is an optional peer, loaded with the first image. */
export async function loadSharp(): Promise<typeof Sharp> {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new ConfigError({
      what: 'draw_bounding_box needs the package sharp, which cannot be loaded',
      evidence: `It is not installed, or there is no build of it for ${process.platform} on ${process.arch}`,
      fix: 'Install it: npm install --include=optional sharp',
      cause,
    });
  }
}
