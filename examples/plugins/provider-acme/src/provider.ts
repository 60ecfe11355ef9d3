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

/** Models of Acme. `apiKey` defaults to ACME_API_KEY, `baseURL` to https://api.acme.example. */
export function acme(options: HttpOptions = {}): Provider {
  const name = 'acme';
  const host = {
    provider: name,
    framing: codec.framing,
    baseURL: 'https://api.acme.example',
    keyVariable: 'ACME_API_KEY',
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
