import { generate, image, type Provider, text } from '@pegboard/core';
import * as z from 'zod';
import { type Detect, detection } from './detection.ts';

export interface ModelDetectorOptions {
  readonly provider: Provider;
  /** A model that sees images. */
  readonly model: string;
  /** Most things that are told. Default 20. */
  readonly maxFound?: number;
}

/** A detector that asks a model which sees images; what it costs counts for the run. */
export function modelDetector({ provider, model, maxFound = 20 }: ModelDetectorOptions): Detect {
  const output = z.object({ found: z.array(detection()).max(maxFound) });
  return async ({ image: bytes, mediaType, target }, { signal, nest }) => {
    const question = `Find in this image: ${target}\nFor each one that you see give a short label, how sure you are (0 to 1), and its box as fractions of the image's width and height from the upper left corner: left, top, right, bottom. If there is none, give an empty list.`;
    const {
      output: answer,
      usage,
      cost,
    } = await generate({
      provider,
      model,
      messages: [{ id: 'detect', role: 'user', content: [image(bytes, { mediaType }), text(question)] }],
      output,
      signal,
    });
    const { spend } = await nest();
    await spend({ usage, requests: 1, ...(cost !== undefined && { usd: cost }) });
    return answer.found;
  };
}
