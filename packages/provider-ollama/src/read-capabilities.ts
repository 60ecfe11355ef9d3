import {
  type CallInfo,
  isJsonObject,
  type ModelInfo,
  type ModelOverrides,
  toInvalidResponse,
  type WireAnswer,
} from '@pegboard/core/provider';
import { createCarrier } from './carrier.ts';
import { toApiError } from './errors.ts';
import type { OllamaOptions } from './provider.ts';

/**
 * Asks the server, by `POST /api/show`, what these installed models can do: for the option `models`. An old server does not say.
 * Rejects as a call does, with code `not-found` for a model that is not installed.
 */
export async function readCapabilities(
  models: readonly string[],
  { name = 'ollama', client, ...options }: OllamaOptions & { readonly signal?: AbortSignal } = {},
): Promise<ModelOverrides> {
  const { transport } = createCarrier(name, client, options);
  const signal = options.signal ?? new AbortController().signal;
  const found = new Map<string, Omit<ModelInfo, 'id'>>();
  for (const model of models) {
    const body = JSON.stringify({ model });
    const answer = await transport({ path: '/api/show', body, model, stream: false, signal });
    found.set(model, await readFacts(answer, name, model));
  }
  return Object.fromEntries(found);
}

async function readFacts(
  answer: WireAnswer,
  provider: string,
  model: string,
): Promise<Omit<ModelInfo, 'id'>> {
  const { secrets } = answer;
  if (!('response' in answer)) return {};
  const { status, headers } = answer.response;
  const call: CallInfo = { provider, model, headers, secrets };
  const text = await answer.response.text();
  if (status < 200 || status >= 300) throw toApiError(status, text, call);
  let shown: unknown;
  try {
    shown = JSON.parse(text);
  } catch (cause) {
    throw toInvalidResponse('What it says of the model is no JSON', call, cause);
  }
  if (!isJsonObject(shown) || !Array.isArray(shown.capabilities)) return {};
  const can = (word: string): boolean =>
    Array.isArray(shown.capabilities) && shown.capabilities.includes(word);
  // Models of the cloud have a host of their own, which takes a schema and does not hold them to it.
  const structuredOutput = can('completion') && shown.remote_host === undefined;
  const capabilities = { tools: can('tools'), vision: can('vision'), reasoning: can('thinking') };
  return { capabilities: { ...capabilities, structuredOutput }, source: 'POST /api/show' };
}
