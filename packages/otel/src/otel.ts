import type { Hooks } from '@pegboard/core';
import { parentOf, type RunScopes } from './run-scope.ts';
import { ChatSpan, chatWork } from './spans/chat-span.ts';
import { beginChat, traceRun } from './spans/run-span.ts';
import { traceStream } from './spans/trace-stream.ts';
import { traceTool } from './spans/tool-span.ts';
import { createTelemetry, type OtelOptions } from './telemetry.ts';
import { isTraced } from './traced-work.ts';

/**
 * Hooks that make OpenTelemetry spans and metrics of an agent's runs, with whatever SDK the application has set up. Put them first: what
 * other hooks do is then inside of the spans. The same value may serve many agents. Throws `ConfigError` for an unknown level of `capture`.
 */
export function otel(options: OtelOptions = {}): Hooks {
  const telemetry = createTelemetry(options);
  const scopes: RunScopes = new WeakMap();
  return {
    name: 'otel',
    run: traceRun(telemetry, scopes),
    model: (request, next) => ({
      [Symbol.asyncIterator]() {
        if (isTraced(chatWork)) return next(request)[Symbol.asyncIterator]();
        const scope = scopes.get(request.signal);
        const span = new ChatSpan(telemetry, request, parentOf(scope));
        if (scope) beginChat(scope, span, request.model);
        return traceStream(span, () => next(request));
      },
    }),
    tool: traceTool(telemetry, scopes),
  };
}
