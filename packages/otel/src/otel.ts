import type { Hooks } from '@pegboard/core';
import type { RunScopes } from './run-scope.ts';
import { traceRun } from './spans/run-span.ts';
import { traceTool } from './spans/trace-tool.ts';
import { TracedModel } from './spans/traced-model.ts';
import { createTelemetry, type OtelOptions } from './telemetry.ts';

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
      return scope?.isIdle ? next(request) : new TracedModel(telemetry, scope, request, next);
    },
    tool: traceTool(telemetry, scopes),
  };
}
