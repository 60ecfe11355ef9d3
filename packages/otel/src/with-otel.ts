import { context, trace } from '@opentelemetry/api';
import type { Provider } from '@pegboard/core';
import { cost, wrapProvider } from '@pegboard/core/models';
import { ChatSpan, chatWork } from './spans/chat-span.ts';
import { TracedStream } from './spans/traced-stream.ts';
import { createTelemetry, type OtelOptions } from './telemetry.ts';
import { isSpanOf } from './traced-work.ts';

/**
 * The provider with a span around each of its calls, for `generate` and for programs without an agent. An agent whose hooks hold `otel()`
 * has these spans already.
 */
export function withOtel(provider: Provider, options: OtelOptions = {}): Provider {
  const telemetry = createTelemetry(options);
  return wrapProvider(provider, (request, next) => ({
    [Symbol.asyncIterator]() {
      const active = context.active();
      if (isSpanOf(trace.getSpan(active), chatWork)) return next(request)[Symbol.asyncIterator]();
      const origin = { provider: provider.name, model: request.model };
      const chat = new ChatSpan(telemetry, request, active);
      return new TracedStream(chat, request, next, () =>
        chat.tell({ origin, usd: cost(chat.usage, infoOf(provider, request.model)) }),
      );
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
