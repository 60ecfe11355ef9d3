import { context, trace } from '@opentelemetry/api';
import type { Hooks } from '@pegboard/core';
import type { RunScopes } from './run-scope.ts';
import { ChatSpan, chatWork } from './spans/chat-span.ts';
import { traceRun } from './spans/run-span.ts';
import { TracedStream } from './spans/traced-stream.ts';
import { traceTool } from './spans/trace-tool.ts';
import { createTelemetry, type OtelOptions } from './telemetry.ts';
import { noteBegin } from './tell-begun.ts';
import { isSpanOf } from './traced-work.ts';

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
    model(request, next) {
      const scope = scopes.get(request.signal);
      if (scope?.isIdle) return next(request);
      return {
        [Symbol.asyncIterator]() {
          const active = context.active();
          const around = trace.getSpan(active);
          if (isSpanOf(around, chatWork)) return next(request)[Symbol.asyncIterator]();
          const parent = scope && !around ? scope.context : active;
          const chat = new ChatSpan(telemetry, request, parent, scope?.anchor);
          if (scope) {
            scope.model = request.model;
            noteBegin(scope, chat);
          }
          return new TracedStream(chat, () => next(request), scope ? undefined : () => chat.tell({}));
        },
      };
    },
    tool: traceTool(telemetry, scopes),
  };
}
