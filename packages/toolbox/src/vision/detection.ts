import type { NestedRun } from '@pegboard/core';
import * as z from 'zod';

const fraction = () => z.number().min(0).max(1);

/** Something that was found in an image; the sides of its box as fractions of the image's width and height, from the upper left corner. */
export const detection = () =>
  z.object({
    label: z.string().min(1).max(200),
    confidence: fraction().optional(),
    left: fraction(),
    top: fraction(),
    right: fraction(),
    bottom: fraction(),
  });

export type Detection = z.infer<ReturnType<typeof detection>>;

export interface DetectRequest {
  /** As it was stored, but upright. */
  readonly image: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What to look for, in the words of the model. */
  readonly target: string;
}

export interface DetectContext {
  readonly signal: AbortSignal;
  /** For detectors that ask a model: counts what it cost as spent by the run. */
  readonly nest: () => Promise<NestedRun>;
}

/** Finds things in an image: a model, a service, your own code. */
export type Detect = (
  request: DetectRequest,
  ctx: DetectContext,
) => Promise<readonly Detection[]> | readonly Detection[];
