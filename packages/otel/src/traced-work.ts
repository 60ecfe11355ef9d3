import { type Context, type Span, trace } from '@opentelemetry/api';

/** What a span is for. On the span and not in the context, which copies all it holds with each value; a weak map costs each collection of garbage. */
const work: unique symbol = Symbol.for('pegboard.otel.work') as never;

/** The context with the span in it, and what the span is for. */
export function within(parent: Context, span: Span, what: string): Context {
  Reflect.set(span, work, what);
  return trace.setSpan(parent, span);
}

/** True right inside of the span for the same work: telemetry that is there twice counts once. */
export function isTraced(what: string): boolean {
  const span: (Span & { readonly [work]?: string }) | undefined = trace.getActiveSpan();
  return span?.[work] === what;
}
