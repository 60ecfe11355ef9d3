import type { JsonValue } from '@pegboard/core';
import type { ConnectContext } from './connection.ts';
import type { McpLogLevel } from './options.ts';

/** A log message goes to `onLog`, and into the progress of the call that it can only be about. */
export function hearLog(
  params: { readonly level: McpLogLevel; readonly logger?: string | undefined; readonly data?: unknown },
  { spec, calls }: ConnectContext,
): void {
  const { level, logger } = params;
  const words = {
    level,
    ...(logger !== undefined && { logger }),
    // JSON that came over the wire.
    data: (params.data ?? null) as JsonValue,
  };
  try {
    spec.options.onLog?.({ server: spec.name, ...words });
  } catch {
    // Who only observes cannot break what it observes.
  }
  calls.only()?.progress({ type: 'log', ...words });
}
