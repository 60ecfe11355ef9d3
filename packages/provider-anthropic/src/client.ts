import {
  type CallInfo,
  fromFetchResponse,
  type HttpHeaders,
  type HttpResponse,
  type NetworkFailure,
  ProviderError,
  toNetworkError,
  type Transport,
  withDeadline,
} from '@pegboard/core/provider';
import { toApiError } from './errors.ts';

/** What we use of the clients of @anthropic-ai/sdk (from 0.100 on), bedrock-sdk and vertex-sdk, without needing the packages. */
export interface AnthropicClient {
  readonly baseURL?: string;
  post(path: string, options: SdkRequestOptions): SdkPromise;
  get(path: string, options: SdkRequestOptions): SdkPromise;
}

export interface SdkRequestOptions {
  readonly body?: object;
  readonly headers?: Record<string, string>;
  readonly stream?: boolean;
  readonly signal: AbortSignal;
  readonly maxRetries: number;
}

export interface SdkPromise {
  asResponse(): Promise<Response>;
}

/**
 * The SDK carries our body with its own key, endpoint and proxies, and hands back raw bytes; the client of Bedrock makes server-sent events
 * of what AWS sends. It never retries: the library does. Its `post` and not `messages.create` is used, which writes to the console.
 */
export function createClientTransport(
  provider: string,
  client: AnthropicClient,
  extra: HttpHeaders,
): Transport {
  const url = client.baseURL ?? '';
  return async ({ path, body, headers, model, signal }) => {
    const parsed = JSON.parse(body) as { stream?: boolean }; // our own JSON
    const response = await withClient(client, { provider, model, signal }, (inner) =>
      client.post(path, {
        body: parsed,
        headers: { ...extra, ...headers },
        stream: parsed.stream === true,
        signal: inner,
        maxRetries: 0,
      }),
    );
    return { response, url, secrets: secretsOf(client) };
  };
}

/**
 * A call of the client: its errors become ours, and the signal ends the wait even where the client ignores it. The client gets a signal of
 * its own, as it leaves its listeners behind.
 */
export async function withClient(
  client: AnthropicClient,
  { signal, ...call }: { readonly provider: string; readonly model: string; readonly signal: AbortSignal },
  send: (signal: AbortSignal) => SdkPromise,
): Promise<HttpResponse> {
  const inner = new AbortController();
  const forward = (): void => inner.abort(signal.reason);
  const release = (): void => signal.removeEventListener('abort', forward);
  signal.addEventListener('abort', forward, { once: true });
  try {
    const response = await withDeadline(() => send(inner.signal).asResponse(), { ms: false, signal });
    return watched(fromFetchResponse(response, signal), inner, release);
  } catch (error) {
    release();
    if (signal.aborted) throw signal.reason;
    throw toClientError(error, { ...call, url: client.baseURL ?? '', secrets: secretsOf(client) });
  }
}

/** Bytes that the client has made of others do not end the connection when nobody reads them any more: only its signal does. */
function watched(response: HttpResponse, inner: AbortController, release: () => void): HttpResponse {
  const settle = async <T>(step: Promise<T>): Promise<T> => {
    try {
      return await step;
    } catch (error) {
      release();
      throw error;
    }
  };
  const open = (): AsyncIterator<Uint8Array> => {
    const bytes = response.body[Symbol.asyncIterator]();
    return {
      async next() {
        const step = await settle(bytes.next());
        if (step.done) release();
        return step;
      },
      async return() {
        release();
        inner.abort();
        await bytes.return?.();
        return { done: true, value: undefined };
      },
    };
  };
  return {
    ...response,
    body: { [Symbol.asyncIterator]: open },
    text: (maxBytes) => response.text(maxBytes).finally(release),
  };
}

const secretNames = [
  'apiKey',
  'authToken',
  'accessToken',
  'awsAccessKey',
  'awsSecretKey',
  'awsSessionToken',
] as const;

/** Read after the call: some clients get their keys with the first one. */
export function secretsOf(client: AnthropicClient): string[] {
  const members = client as Partial<Record<(typeof secretNames)[number], unknown>>; // clients differ in which they have
  return secretNames.map((name) => members[name]).filter((value) => typeof value === 'string');
}

/** Bedrock and Google Cloud, known by their regions, take less than Anthropic's own host. */
export function isFirstParty(client: AnthropicClient | undefined): boolean {
  return client === undefined || !('awsRegion' in client || 'region' in client);
}

/** The client of Bedrock has no way to that endpoint. */
export function countsTokens(client: AnthropicClient | undefined): boolean {
  return client === undefined || !('awsRegion' in client);
}

interface SdkError {
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  readonly constructor?: { readonly name?: string };
}

/** The SDK's error classes, known by shape: there may be several copies of it. */
function toClientError(
  thrown: unknown,
  call: Omit<NetworkFailure, 'error'> & Omit<CallInfo, 'headers'>,
): ProviderError {
  const error: SdkError = typeof thrown === 'object' && thrown !== null ? thrown : {};
  if (typeof error.status === 'number') {
    const info = { ...call, headers: toHeaders(error.headers) };
    return toApiError(
      error.status,
      error.error === undefined ? wordsOf(error) : JSON.stringify(error.error),
      info,
    );
  }
  if (error.constructor?.name === 'APIConnectionTimeoutError') {
    const what = 'The client of the package @anthropic-ai/sdk waited too long';
    return new ProviderError({ ...call, code: 'timeout', what, retryable: true, cause: thrown });
  }
  return toNetworkError({ ...call, error: thrown });
}

/** The text of a body that is no JSON: the SDK puts it behind the status, and words of its own where there was none. */
function wordsOf({ message, status }: SdkError): string {
  const text = String(message).replace(new RegExp(`^${String(status)} `), '');
  return text === 'status code (no body)' ? '' : text;
}

function toHeaders(headers: unknown): Record<string, string> {
  return headers instanceof Headers ? Object.fromEntries(headers) : {};
}
