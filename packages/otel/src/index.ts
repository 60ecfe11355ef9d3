export { otel } from './otel.ts';
export type { Capture, OtelOptions } from './telemetry.ts';
export { traceContext } from './trace-context.ts';
export { withOtel } from './with-otel.ts';
