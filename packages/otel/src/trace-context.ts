import { context, propagation } from '@opentelemetry/api';

/**
 * The active context for another process, as the application's propagator writes it: `traceparent`, `tracestate`, `baggage`. For headers of
 * requests, and for `_meta` of MCP calls: `mcpServer({ …, meta: traceContext })`. Empty outside of any span.
 */
export function traceContext(): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}
