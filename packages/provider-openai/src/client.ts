import {
  type CallInfo,
  fromFetchResponse,
  type JsonValue,
  type NetworkFailure,
  ProviderError,
  toNetworkError,
  type Transport,
  type WireAnswer,
  type WireCall,
  withDeadline,
} from '@pegboard/core/provider';
import { toApiError } from './errors.ts';

/** What we use of `new OpenAI()` and `new AzureOpenAI()`, version 6 and up, without needing the package. */
export interface OpenAIClient {
  readonly baseURL?: string;
  /** Read only to keep it out of errors. */
  readonly apiKey?: unknown;
  readonly chat: {
    readonly completions: SdkResource;
  };
  /** Absent from clients that know only Chat Completions. */
  readonly responses?: SdkResource;
}

export interface SdkResource {
  create(body: object, options: SdkRequestOptions): SdkPromise;
}

export interface SdkRequestOptions {
  readonly signal: AbortSignal;
  readonly maxRetries: number;
}

export interface SdkPromise {
  asResponse(): Promise<Response>;
}

/** The two formats of OpenAI. */
export type OpenAIApi = 'responses' | 'chat';

/** The SDK carries our body with its own key, endpoint and proxies, and hands back raw bytes. It never retries: the library does. */
export function createClientTransport(provider: string, client: OpenAIClient, api: OpenAIApi): Transport {
  const url = client.baseURL ?? '';
  return async (call) => {
    try {
      const response = await withDeadline(() => create(client, api, call), {
        ms: false,
        signal: call.signal,
      });
      return { response: fromFetchResponse(response, call.signal), url, secrets: secretsOf(client) };
    } catch (error) {
      if (call.signal.aborted) throw call.signal.reason;
      const failed = toFailedGeneration(error);
      if (failed) return { ...failed, url, secrets: secretsOf(client) };
      throw toClientError(error, { provider, model: call.model, url, secrets: secretsOf(client) });
    }
  };
}

function create(client: OpenAIClient, api: OpenAIApi, { body, signal }: WireCall): Promise<Response> {
  const resource = (api === 'responses' && client.responses) || client.chat.completions;
  // AzureOpenAI reads the model out of the body to build its path, so the body must be an object.
  return resource.create(JSON.parse(body) as object, { signal, maxRetries: 0 }).asResponse();
}

/** Read after the call: the SDK may ask a function for its key. */
function secretsOf({ apiKey }: OpenAIClient): string[] {
  return typeof apiKey === 'string' ? [apiKey] : [];
}

interface SdkError {
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly error?: unknown;
  readonly constructor?: { readonly name?: string };
}

function asSdkError(thrown: unknown): SdkError {
  return typeof thrown === 'object' && thrown !== null ? thrown : {};
}

/** What a model wrote and its host could not read may be an answer all the same: the codec decides. */
function toFailedGeneration(
  thrown: unknown,
): (Pick<WireAnswer & { answer: JsonValue }, 'answer'> & { headers: Record<string, string> }) | undefined {
  const { status, error, headers } = asSdkError(thrown);
  if (status !== 400 || typeof error !== 'object' || error === null || !('failed_generation' in error))
    return undefined;
  return { answer: { error: error as JsonValue, status }, headers: toHeaders(headers) }; // parsed JSON
}

/** The SDK's error classes, known by shape: there may be several copies of it. */
function toClientError(
  thrown: unknown,
  call: Omit<NetworkFailure, 'error'> & Omit<CallInfo, 'headers'>,
): ProviderError {
  const error = asSdkError(thrown);
  const info = { ...call, headers: toHeaders(error.headers) };
  if (typeof error.status === 'number')
    return toApiError(error.status, JSON.stringify({ error: error.error }), info);
  if (error.constructor?.name === 'APIConnectionTimeoutError') {
    const what = 'The client of the package openai waited too long';
    return new ProviderError({ ...call, code: 'timeout', what, retryable: true, cause: thrown });
  }
  return toNetworkError({ ...call, error: thrown });
}

function toHeaders(headers: unknown): Record<string, string> {
  return headers instanceof Headers ? Object.fromEntries(headers) : {};
}
