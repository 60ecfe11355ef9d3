import type { Transport } from '@pegboard/core/provider';
import { createGenAITransport, type GenAIClient } from './client-genai.ts';
import { createGenerativeAITransport, type GenerativeAIClient } from './client-generative-ai.ts';

/** `new GoogleGenAI()` of the package @google/genai, or `new GoogleGenerativeAI()` of @google/generative-ai. */
export type GoogleClient = GenAIClient | GenerativeAIClient;

/** An SDK carries our body with its own key, endpoint and proxies. It never retries: the library does. */
export function createClientTransport(provider: string, client: GoogleClient): Transport {
  return isGenerativeAI(client)
    ? createGenerativeAITransport(provider, client)
    : createGenAITransport(provider, client);
}

/** Requests to Google Cloud, by `new GoogleGenAI({ vertexai: true })`. */
export function isCloud(client: GoogleClient | undefined): boolean {
  return client !== undefined && !isGenerativeAI(client) && client.vertexai === true;
}

/** By shape: there may be several copies of the package. */
function isGenerativeAI(client: GoogleClient): client is GenerativeAIClient {
  return 'getGenerativeModel' in client;
}
