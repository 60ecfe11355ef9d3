import { diag } from '@opentelemetry/api';

/** What fails while spans are told of, such as a processor or `redact`, fails no run: the API's own log hears of it. */
export function report(error: unknown): void {
  diag.error('@pegboard/otel could not tell of a span', error);
}
