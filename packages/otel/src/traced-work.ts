import { type Context, type Span, trace } from '@opentelemetry/api';

/** What spans are for. Beside them and not in the context, which copies all it holds with each value. */
const work = new WeakMap<Span, string>();

/** The context with the span in it, and what the span is for. */
export function within(parent: Context, span: Span, what: string): Context {
  work.set(span, what);
  return trace.setSpan(parent, span);
}

/** True right inside of the span for the same work: telemetry that is there twice counts once. */
export function isTraced(what: string): boolean {
  const span = trace.getActiveSpan();
  return span !== undefined && work.get(span) === what;
}
