import { createFrameCodec, createHttpProvider } from '@pegboard/core/provider';
import type { HttpProviderOptions, Provider } from '@pegboard/core/provider';
import { models } from './models.ts';
import { errorOf, finishReasons, read } from './read.ts';
import { dialect, render } from './render.ts';

const codec = createFrameCodec({ framing: 'ndjson', render, read, finishReasons, errorOf });

/** Models of SampleThing. `apiKey` defaults to SAMPLE_THING_API_KEY, `baseURL` to https://api.sample-thing.example. */
export function sampleThing(options: HttpProviderOptions = {}): Provider {
  const host = { baseURL: 'https://api.sample-thing.example', keyVariable: 'SAMPLE_THING_API_KEY' };
  return createHttpProvider({ name: 'sample-thing', codec, dialect, models, ...host }, options);
}
