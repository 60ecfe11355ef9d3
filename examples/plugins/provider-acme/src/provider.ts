import { createFrameCodec, createHttpProvider } from '@pegboard/core/provider';
import type { HttpProviderOptions, Provider } from '@pegboard/core/provider';
import { models } from './models.ts';
import { errorOf, finishReasons, read } from './read.ts';
import { dialect, render } from './render.ts';

const codec = createFrameCodec({ framing: 'ndjson', render, read, finishReasons, errorOf });

/** Models of Acme. `apiKey` defaults to ACME_API_KEY, `baseURL` to https://api.acme.example. */
export function acme(options: HttpProviderOptions = {}): Provider {
  const host = { baseURL: 'https://api.acme.example', keyVariable: 'ACME_API_KEY' };
  return createHttpProvider({ name: 'acme', codec, dialect, models, ...host }, options);
}
