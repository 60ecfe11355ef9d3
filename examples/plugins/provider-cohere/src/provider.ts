import { createFrameCodec, createHttpProvider } from '@pegboard/core/provider';
import type { HttpProviderOptions, Provider } from '@pegboard/core/provider';
import { models } from './models.ts';
import { errorOf, finishReasons, frames, read } from './read.ts';
import { dialect, render } from './render.ts';

const codec = createFrameCodec({ framing: 'sse', render, read, frames, finishReasons, errorOf });

/** Models of Cohere. `apiKey` defaults to CO_API_KEY, `baseURL` to https://api.cohere.com. */
export function cohere(options: HttpProviderOptions = {}): Provider {
  const host = { baseURL: 'https://api.cohere.com', keyVariable: 'CO_API_KEY' };
  return createHttpProvider({ name: 'cohere', codec, dialect, models, ...host }, options);
}
