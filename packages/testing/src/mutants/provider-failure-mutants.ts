import { isProviderError, type ModelBatch, ProviderError, type ProviderErrorText } from '@pegboard/core';
import { apiKey } from '../provider/model-request.ts';
import { type ProviderMutant, wrapped } from './provider-mutant.ts';
import { mapError, mapRequest, type Wrap, wrapStream } from './wrap-stream.ts';

/** The same error with some fields changed. */
const mapFields = (change: (error: ProviderError) => Partial<ProviderErrorText>): Wrap =>
  mapError((error) => {
    if (!isProviderError(error)) throw error;
    const { message: what, ...fields } = pick(error);
    throw new ProviderError({
      what,
      ...fields,
      ...change(error),
    });
  });

function pick(error: ProviderError): Omit<ProviderErrorText, 'what'> & { message: string } {
  const { code, message, provider, model, status, retryable, retryAfterMs, requestId, rateLimits } = error;
  return { code, message, provider, model, status, retryable, retryAfterMs, requestId, rateLimits };
}

const finish: ModelBatch = [{ type: 'finish', finish: { unified: 'stop' }, usage: {} }];
const quietEnd = (...codes: readonly string[]): Wrap =>
  wrapStream(async function* (request, next) {
    try {
      yield* next(request);
    } catch (error) {
      if (!isProviderError(error) || !codes.includes(error.code)) throw error;
      yield finish;
    }
  });

const errors: readonly ProviderMutant[] = [
  wrapped('swallows truncation', 'a stream that ends early, cleanly, is truncated', quietEnd('truncated')),
  wrapped(
    'swallows an error inside a stream',
    'an error inside a stream, first thing, rejects',
    quietEnd('server', 'overloaded', 'invalid-response'),
  ),
  wrapped(
    'swallows broken frames',
    'a frame that is not JSON rejects instead of being lost',
    quietEnd('invalid-response', 'truncated'),
  ),
  wrapped(
    'takes any page for an answer',
    'an answer of status 200 that is no answer rejects: one-shot',
    quietEnd('invalid-response', 'truncated', 'server'),
  ),
  wrapped(
    'throws errors of its own',
    'status 500 is told as server, worth a retry',
    mapError((error) => {
      throw isProviderError(error) ? new TypeError(error.message) : error;
    }),
  ),
  wrapped(
    'throws for a reset what the socket threw',
    'a reset before the answer is a network error, worth a retry',
    mapError((error) => {
      throw isProviderError(error) && error.code === 'network' ? new TypeError('fetch failed') : error;
    }),
  ),
  wrapped(
    'ends quietly on errors',
    'status 400 is told as invalid-request, not worth a retry',
    mapError(() => {}),
  ),
  wrapped(
    'calls everything retryable',
    'status 401 is told as authentication, not worth a retry',
    mapFields(() => ({ retryable: true })),
  ),
  wrapped(
    'calls nothing retryable',
    'status 503 is told as overloaded, worth a retry',
    mapFields(() => ({ retryable: false })),
  ),
  wrapped(
    'decides on a retry by the status alone',
    'x-should-retry has the last word',
    mapFields(({ status }) => ({ retryable: (status ?? 0) >= 429 })),
  ),
  wrapped(
    'calls a used-up quota a rate limit',
    'refusals that the status alone does not tell are told apart',
    mapFields((error) => (error.status === 429 ? { code: 'rate-limit', retryable: true } : {})),
    ({ errors: told }) =>
      told.some(({ code }) => code === 'payment') ? undefined : 'the API tells no used-up quota',
  ),
  wrapped(
    'calls a context that is too long an invalid request',
    'refusals that the status alone does not tell are told apart',
    mapFields((error) => (error.status === 400 ? { code: 'invalid-request' } : {})),
    ({ errors: told }) =>
      told.some(({ code }) => code === 'context-too-long')
        ? undefined
        : 'the API does not tell that a context is too long',
  ),
  wrapped(
    'loses the status',
    'status 404 is told as not-found, not worth a retry',
    mapFields(() => ({ status: undefined })),
  ),
  wrapped(
    'loses the words of the host',
    'status 422 is told as invalid-request, not worth a retry',
    mapFields(() => ({ what: 'It failed' })),
  ),
  wrapped(
    'loses the request id of an error',
    'status 500 is told as server, worth a retry',
    mapFields(() => ({ requestId: undefined })),
    ({ requestIdHeader }) => (requestIdHeader ? undefined : 'the API has no request id'),
  ),
  wrapped(
    'loses retryAfterMs',
    'how long to wait is told by retry-after in seconds',
    mapFields(() => ({ retryAfterMs: undefined })),
  ),
  wrapped(
    'takes seconds for milliseconds',
    'how long to wait is told by retry-after in seconds',
    mapFields((error) => ({ retryAfterMs: error.retryAfterMs && error.retryAfterMs / 1000 })),
  ),
  wrapped(
    'says 0 where no wait was told',
    'how long to wait is told by no header',
    mapFields((error) => ({ retryAfterMs: error.retryAfterMs ?? 0 })),
  ),
  wrapped(
    'cuts a long wait',
    'how long to wait is told by a long retry-after',
    mapFields((error) => ({ retryAfterMs: error.retryAfterMs && Math.min(error.retryAfterMs, 60_000) })),
  ),
  wrapped(
    'loses the rate limits of an error',
    'an error tells the rate limits',
    mapFields(() => ({ rateLimits: undefined })),
  ),
  wrapped(
    'names another provider',
    'status 500 is told as server, worth a retry',
    mapFields(() => ({ provider: 'other' })),
  ),
  wrapped(
    'leaks the key in a message',
    'status 401 is told as authentication, not worth a retry',
    mapFields((error) => ({ what: `${error.message} (key ${apiKey})` })),
  ),
  wrapped(
    'leaks the key in a cause',
    'a key that the host quotes is not in the error',
    mapFields(() => ({ cause: { headers: { authorization: `Bearer ${apiKey}` } } })),
  ),
  wrapped(
    'puts the whole body into the message',
    'a huge body of an error does not make a huge message',
    mapFields((error) => ({ what: error.message.repeat(1000) })),
  ),
  wrapped(
    'tries again by itself',
    'a retry is left to the caller',
    wrapStream(async function* (request, next) {
      try {
        yield* next(request);
      } catch {
        yield* next(request);
      }
    }),
  ),
  wrapped(
    'loses what came before an error',
    'an error inside a stream, later, rejects after what came before it',
    wrapStream(async function* (request, next) {
      const all: ModelBatch[] = [];
      for await (const batch of next(request)) all.push(batch);
      yield* all;
    }),
  ),
];

const aborts: readonly ProviderMutant[] = [
  wrapped(
    'ignores the signal',
    'an abort while waiting for the answer: stream',
    mapRequest((request) => ({ ...request, signal: new AbortController().signal })),
  ),
  wrapped(
    'looks at the signal only at the start',
    'an abort in the middle of a stream',
    wrapStream((request, next) => {
      request.signal.throwIfAborted();
      return next({ ...request, signal: new AbortController().signal });
    }),
  ),
  wrapped(
    'looks at the signal only between chunks',
    'an abort in the middle of a stream',
    wrapStream(async function* (request, next) {
      request.signal.throwIfAborted();
      for await (const batch of next({ ...request, signal: new AbortController().signal })) {
        request.signal.throwIfAborted();
        yield batch;
      }
    }),
  ),
  wrapped(
    'sends although the signal is aborted',
    'an abort before the call: nothing is sent',
    wrapStream(async function* (request, next) {
      for await (const batch of next({ ...request, signal: new AbortController().signal })) {
        request.signal.throwIfAborted();
        yield batch;
      }
    }),
  ),
  wrapped(
    'rejects with an error of its own',
    'any value can be the reason of an abort',
    mapError((error, { signal }) => {
      throw signal.aborted ? new DOMException('aborted', 'AbortError') : error;
    }),
  ),
  wrapped(
    'makes a ProviderError of an abort',
    'an abort in the middle of a stream',
    mapError((error, { signal }) => {
      throw signal.aborted
        ? new ProviderError({ code: 'network', what: 'aborted', provider: 'x', retryable: true })
        : error;
    }),
  ),
  wrapped(
    'ends quietly on an abort',
    'nothing is handed on after an abort',
    mapError((error, { signal }) => {
      if (!signal.aborted) throw error;
    }),
  ),
  wrapped(
    'leaves the connection open',
    'leaving the loop closes the connection',
    wrapStream((request, next) => {
      const running = next(request)[Symbol.asyncIterator]();
      return { [Symbol.asyncIterator]: () => ({ next: () => running.next() }) };
    }),
  ),
  wrapped(
    'leaves listeners on the signal',
    'no listener stays on the signal',
    wrapStream((request, next) => {
      request.signal.addEventListener('abort', () => {});
      return next(request);
    }),
  ),
  wrapped('one signal for all calls', 'an abort of one call leaves another alone', (provider) => {
    const controller = new AbortController();
    return mapRequest((request) => {
      request.signal.addEventListener('abort', () => controller.abort(request.signal.reason));
      return { ...request, signal: AbortSignal.any([request.signal, controller.signal]) };
    })(provider);
  }),
];

/** Wrong in how they fail and stop. */
export const failureMutants: readonly ProviderMutant[] = [...errors, ...aborts];
