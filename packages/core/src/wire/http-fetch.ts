import type { HttpRequest, HttpResponse } from './http-types.ts';
import { joinBytes } from './joined-json.ts';
import { readText } from './read-text.ts';

/** The transport where there is no `node:http`, and for a `fetch` of the caller's own. */
export async function sendHttp(request: HttpRequest): Promise<HttpResponse> {
  const { signal, body } = request;
  signal?.throwIfAborted();
  const send = request.fetch ?? fetch;
  const answer = send(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: 'manual',
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? body : joinBytes(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  return fromFetchResponse(await untilAbort(answer, signal), signal);
}

/** Wraps a `Response`, also one that an SDK made. The signal stops the reading even where the response ignores it. */
export function fromFetchResponse(response: Response, signal?: AbortSignal): HttpResponse {
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => readStream(response.body, signal),
  };
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body,
    text: (maxBytes) => readText(body, maxBytes),
  };
}

/** Settles as the promise does, or rejects first with the signal's reason. A `Response` that comes too late is cancelled. */
function untilAbort(promise: Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (response) => {
        signal.removeEventListener('abort', onAbort);
        if (signal.aborted) response.body?.cancel().catch(() => {});
        resolve(response);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort);
        reject(signal.aborted ? signal.reason : error);
      },
    );
  });
}

const finished: IteratorResult<Uint8Array> = { done: true, value: undefined };

/** Written by hand: `for await` over a web stream makes several promises per chunk, and Safari lacks it. */
function readStream(
  stream: ReadableStream<Uint8Array> | null,
  signal: AbortSignal | undefined,
): AsyncIterator<Uint8Array> {
  const reader = stream?.getReader();
  let over = reader === undefined;
  let rejectRead: ((reason: unknown) => void) | undefined;

  const close = (): void => {
    over = true;
    signal?.removeEventListener('abort', cancel);
  };
  const cancel = (): void => {
    close();
    // What the stream says to this was seen by `next`, or nobody asked for it.
    reader?.cancel(signal?.reason).catch(() => {});
    rejectRead?.(signal?.reason);
  };
  const read = (
    source: ReadableStreamDefaultReader<Uint8Array>,
    resolve: (result: IteratorResult<Uint8Array>) => void,
    reject: (reason: unknown) => void,
  ): void => {
    rejectRead = reject;
    source.read().then(
      ({ done, value }) => {
        if (done) close();
        resolve(done ? finished : { done: false, value });
      },
      (error: unknown) => {
        close();
        reject(signal?.aborted ? signal.reason : error);
      },
    );
  };

  if (!over) signal?.addEventListener('abort', cancel);
  return {
    next() {
      if (signal?.aborted) {
        if (!over) cancel();
        return Promise.reject(signal.reason);
      }
      if (over || reader === undefined) return Promise.resolve(finished);
      return new Promise((resolve, reject) => read(reader, resolve, reject));
    },
    return() {
      if (!over) cancel();
      return Promise.resolve(finished);
    },
  };
}
