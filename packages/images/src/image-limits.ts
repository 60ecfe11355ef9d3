import { ConfigError, type Target } from '@pegboard/core';

/** How large an image may be when it is sent. A larger one is scaled down, never cut; a smaller one is not scaled up. */
export interface ImageLimits {
  /** Pixels of the longer side. */
  readonly maxSide?: number;
  /** Width times height. */
  readonly maxPixels?: number;
  /** Bytes of the encoded image; as base64, which is what is sent, it is a third longer. */
  readonly maxBytes?: number;
}

/**
 * Limits by provider, and a default that all take. Anthropic: 10 MB of base64 and 8,000 pixels a side, 2,000 in requests of more than
 * 20 images. OpenAI and Gemini limit whole requests (512 MB; about 20 MB): their numbers here leave room for a few images.
 * The default keeps to 1,568 pixels a side and 5 MB of base64, the tightest limits of older models and of resellers.
 */
export const imageLimits = {
  default: { maxSide: 1_568, maxBytes: 3_750_000 },
  anthropic: { maxSide: 8_000, maxBytes: 7_500_000 },
  anthropicMany: { maxSide: 2_000, maxBytes: 7_500_000 },
  openai: { maxSide: 4_096, maxBytes: 15_000_000 },
  gemini: { maxSide: 4_096, maxBytes: 5_000_000 },
} as const satisfies Record<string, ImageLimits>;

export interface ImageOptions {
  /** Default: those of `target`. */
  readonly limits?: ImageLimits;
  /** The model that will see the image: its limits, as its provider's table has them. What that does not say is `imageLimits.default`. */
  readonly target?: Target;
  /** Decodes photos in HEIC, which sharp's builds cannot: the default export of the npm package `heic-decode` fits. */
  readonly decodeHeic?: HeicDecoder;
  /** What `labelled` calls it. Default: the last part of a path or URL. */
  readonly name?: string;
  /** Pixels that an input may have, against bombs. Default 100,000,000. */
  readonly maxInputPixels?: number;
  /** Bytes of a file or an answer. Default 50,000,000. */
  readonly maxInputBytes?: number;
}

/** Gives the pixels of an image, upright, in rows from the top, four bytes each: red, green, blue, alpha. */
export type HeicDecoder = (input: { readonly buffer: Uint8Array }) => Promise<{
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}>;

export interface ImageSettings {
  readonly decodeHeic?: HeicDecoder;
  readonly limits: Required<ImageLimits>;
  readonly name?: string;
  readonly maxInputPixels: number;
  readonly maxInputBytes: number;
}

/** Throws `ConfigError` for what is no positive number, and for an unknown limit. */
export function readImageOptions(options: ImageOptions): ImageSettings {
  const { name, decodeHeic } = options;
  const limits: ImageLimits = options.limits ?? limitsOf(options.target);
  const settings = {
    maxInputPixels: options.maxInputPixels ?? 100_000_000,
    maxInputBytes: options.maxInputBytes ?? 50_000_000,
  };
  const read = {
    maxSide: limits.maxSide ?? Infinity,
    maxPixels: limits.maxPixels ?? Infinity,
    maxBytes: limits.maxBytes ?? Infinity,
  };
  const unknown = Object.keys(limits).find((key) => !(key in read));
  if (unknown !== undefined) throw badLimit(`limits has no "${unknown}"`);
  for (const [key, value] of Object.entries({ ...settings, ...read })) {
    if (typeof value !== 'number' || !(value >= 1)) throw badLimit(`${key} is ${JSON.stringify(value)}`);
  }
  if (decodeHeic !== undefined && typeof decodeHeic !== 'function')
    throw badLimit('decodeHeic is no function', 'Pass the default export of heic-decode');
  return {
    ...settings,
    limits: read,
    ...(decodeHeic && { decodeHeic }),
    ...(name !== undefined && { name }),
  };
}

function limitsOf(target: Target | undefined): ImageLimits {
  const { maxSide, maxBytes } = target?.provider.modelInfo?.(target.model)?.images ?? {};
  const { default: usual } = imageLimits;
  return { maxSide: maxSide ?? usual.maxSide, maxBytes: maxBytes ?? usual.maxBytes };
}

const fixOfLimits = 'Use maxSide, maxPixels and maxBytes with numbers of at least 1, or one of `imageLimits`';

function badLimit(evidence: string, fix = fixOfLimits): ConfigError {
  return new ConfigError({ what: 'The options of images cannot be read', evidence, fix });
}
