import { failure } from '../refusal.ts';

/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: Uint8Array;
}

/** What is asked for at first, by the arguments of fetch. Bodies are read into memory. */
export async function firstHop(
  url: URL,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Hop & { readonly redirect: RequestRedirect }> {
  const request = toRequest(url, input, init);
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const { method, redirect } = request;
  return { url, method, redirect, headers: ownHeaders(request.headers), ...(body && { body }) };
}

function toRequest(url: URL, input: string | URL | Request, init: RequestInit | undefined): Request {
  // The signal is listened to by the watch. A body that is a stream needs `duplex`, which the types of the DOM lack.
  const { signal: _, ...rest } = init ?? {};
  const options = { duplex: 'half', ...rest } as RequestInit;
  try {
    return input instanceof Request ? new Request(input, options) : new Request(url, options);
  } catch {
    // The platform's message may quote a header.
    throw failure('invalid-input', {
      what: 'A request cannot be made',
      evidence: 'fetch refuses its method, one of its headers or its body',
      fix: 'Use a method with that body, and headers of one line of Latin-1 characters',
    });
  }
}

/** Headers that belong to the connection; `host` would lead to another site on a checked address. */
const connectionHeaders = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

function ownHeaders(given: Headers): Headers {
  const headers = new Headers(given);
  for (const name of connectionHeaders) headers.delete(name);
  if (!headers.has('accept')) headers.set('accept', '*/*');
  if (!headers.has('user-agent')) headers.set('user-agent', 'pegboard');
  return headers;
}
