import type { HttpOptions, Transport } from '@pegboard/core/provider';
import { createClientTransport, type OllamaClient, sendByClient } from './client.ts';
import { createHttp } from './http.ts';
import type { ModelSource } from './list-models.ts';

/** How requests go: by HTTP of our own, or by a client of the package ollama. */
export interface Carrier {
  readonly transport: Transport;
  readonly get: ModelSource['get'];
}

export function createCarrier(
  provider: string,
  client: OllamaClient | undefined,
  options: HttpOptions,
): Carrier {
  if (client === undefined) return createHttp(provider, options);
  return {
    transport: createClientTransport(provider, client),
    get: (signal) => sendByClient(client, { provider, model: '', signal }, (own) => own.list()),
  };
}
