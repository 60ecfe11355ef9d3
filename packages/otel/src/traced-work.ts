import type { Span } from '@opentelemetry/api';

/** What a span is for. On the span and not in the context, which copies all it holds with each value. */
export const work: unique symbol = Symbol.for('pegboard.otel.work') as never;

/** True for a span of the same work: telemetry that is there twice counts once. */
export function isSpanOf(span: (Span & { readonly [work]?: string }) | undefined, what: string): boolean {
  return span?.[work] === what;
}
