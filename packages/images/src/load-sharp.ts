import type Sharp from 'sharp';
import { ConfigError } from '@pegboard/core';

/** sharp is loaded with the first image: 30 ms that a program without images does not pay. */
export async function loadSharp(): Promise<typeof Sharp> {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new ConfigError({
      what: 'The package sharp cannot be loaded',
      evidence: `There is no build of it for ${process.platform} on ${process.arch}, or optional packages were not installed`,
      fix: 'Install again with optional dependencies: npm install --include=optional sharp',
      cause,
    });
  }
}
