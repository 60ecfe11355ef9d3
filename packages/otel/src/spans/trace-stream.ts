import { context } from '@opentelemetry/api';
import type { ModelBatch } from '@pegboard/core';
import type { ChatSpan } from './chat-span.ts';

/** The stream of a model with its span around it: what the provider does, such as HTTP, is done inside of the span. */
export function traceStream(
  span: ChatSpan,
  open: () => AsyncIterable<ModelBatch>,
): AsyncIterator<ModelBatch, undefined> {
  let inner: AsyncIterator<ModelBatch> | undefined;
  const pull = (): Promise<IteratorResult<ModelBatch>> => (inner ??= open()[Symbol.asyncIterator]()).next();
  return {
    async next() {
      try {
        const step = await context.with(span.context, pull);
        if (!step.done) {
          span.see(step.value);
          return step;
        }
      } catch (error) {
        span.fail(error);
        throw error;
      }
      span.end();
      return { done: true, value: undefined };
    },
    async return() {
      span.leave();
      await context.with(span.context, async () => inner?.return?.());
      return { done: true, value: undefined };
    },
  };
}
