import type { ModelBatch } from '@pegboard/core';
import { type ProviderMutant, wrapped } from './provider-mutant.ts';
import { mapEvents, mapUsage, wrapStream } from './wrap-stream.ts';

/** Wrong in what they keep from call to call, and in what they tell of models. */
export const stateMutants: readonly ProviderMutant[] = [
  wrapped('numbers its answers', 'the same request twice gives the same events', (provider) => {
    let count = 0;
    return mapEvents((event) =>
      event.type === 'start' ? { ...event, response: { ...event.response, requestId: `${++count}` } } : event,
    )(provider);
  }),
  wrapped('adds usage up over calls', 'nothing of one answer shows in the next', (provider) => {
    let sum = 0;
    return mapUsage((usage) => ({ ...usage, inputTokens: (sum += usage.inputTokens ?? 0) }))(provider);
  }),
  wrapped('one call at a time', 'two calls at once, their chunks alternating, stay apart', (provider) => {
    let last: Promise<void> = Promise.resolve();
    return wrapStream(async function* (request, next) {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      try {
        yield* next(request);
      } finally {
        resolve();
      }
    })(provider);
  }),
  wrapped('answers from a cache', 'nothing of one answer shows in the next', (provider) => {
    const cache: ModelBatch[] = [];
    return wrapStream(async function* (request, next) {
      if (cache.length > 0) return yield* cache;
      for await (const batch of next(request)) {
        cache.push(batch);
        yield batch;
      }
    })(provider);
  }),
  wrapped('sends before anybody reads', 'nothing is sent before the stream is read', (provider) => ({
    ...provider,
    stream(request) {
      const running = provider.stream(request)[Symbol.asyncIterator]();
      const first = running.next();
      first.catch(() => {});
      return (async function* () {
        for (let step = await first; !step.done; step = await running.next()) yield step.value;
      })();
    },
  })),
  wrapped(
    'invents facts of unknown models',
    'modelInfo knows nothing of unknown models and never fails',
    (provider) => ({ ...provider, modelInfo: (id) => ({ id }) }),
  ),
  wrapped(
    'keeps models in a plain object',
    'modelInfo knows nothing of unknown models and never fails',
    (provider) => ({
      ...provider,
      modelInfo: (id) => ({} as Record<string, never>)[id],
    }),
  ),
  wrapped('has an upper-case name', 'the name keeps to its pattern', (provider) => ({
    ...provider,
    name: 'OpenAI',
  })),
];
