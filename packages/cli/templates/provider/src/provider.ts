import {
  bearerHeaders,
  createHttpTransport,
  createModelTable,
  createWireProvider,
  type HttpOptions,
  type Provider,
} from '@pegboard/core/provider';
import { createAnswerReader, readAnswer } from './read.ts';
import { dialect, render } from './render.ts';
import { toError } from './errors.ts';
import { models } from './models.ts';

const codec = { framing: 'ndjson', render, createReader: createAnswerReader, readAnswer, toError } as const;

/** Models of SampleThing. `apiKey` defaults to SAMPLE_THING_API_KEY, `baseURL` to https://api.sample-thing.example. */
export function sampleThing(options: HttpOptions = {}): Provider {
  const name = 'sample-thing';
  const host = {
    provider: name,
    framing: codec.framing,
    baseURL: 'https://api.sample-thing.example',
    keyVariable: 'SAMPLE_THING_API_KEY',
    headers: bearerHeaders,
  };
  const table = createModelTable(models);
  const transport = createHttpTransport(host, options);
  return createWireProvider({
    name,
    codec,
    transport,
    dialect,
    modelInfo: table.find,
    knownModels: table.list,
  });
}
