import { context } from '@opentelemetry/api';
import type { Provider } from '@pegboard/core';
import { cost, wrapProvider } from '@pegboard/core/models';
import { ChatSpan, chatWork } from './spans/chat-span.ts';
import { traceStream } from './spans/trace-stream.ts';
import { createTelemetry, type OtelOptions } from './telemetry.ts';
import { isTraced } from './traced-work.ts';

/**
 * The provider with a span around each of its calls, for `generate` and for programs without an agent. An agent whose hooks hold `otel()`
 * has these spans already.
 */
export function withOtel(provider: Provider, options: OtelOptions = {}): Provider {
  const telemetry = createTelemetry(options);
  return wrapProvider(provider, (request, next) => ({
    [Symbol.asyncIterator]() {
      if (isTraced(chatWork)) return next(request)[Symbol.asyncIterator]();
      const origin = { provider: provider.name, model: request.model };
      const span = new ChatSpan(telemetry, request, context.active());
      const inner = traceStream(span, () => next(request));
      const close = (): void =>
        span.close({ origin, usd: cost(span.usage, infoOf(provider, request.model)) });
      return {
        next: async () => {
          try {
            const step = await inner.next();
            if (step.done) close();
            return step;
          } catch (error) {
            close();
            throw error;
          }
        },
        return: async () => {
          try {
            await inner.return?.();
          } finally {
            close();
          }
          return { done: true, value: undefined };
        },
      };
    },
  }));
}

function infoOf(provider: Provider, model: string): ReturnType<NonNullable<Provider['modelInfo']>> {
  try {
    return provider.modelInfo?.(model);
  } catch {
    return undefined;
  }
}
