import { context, trace } from '@opentelemetry/api';
import type { ToolHook, ToolOutcome } from '@pegboard/core';
import { report } from '../report.ts';
import type { RunScopes } from '../run-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { noteBegin, noteEnd } from '../tell-begun.ts';
import { isSpanOf } from '../traced-work.ts';
import { ToolSpan } from './tool-span.ts';

/** A span around each call of a tool that runs; what the tool does happens inside of it. */
export function traceTool(telemetry: Telemetry, scopes: RunScopes): ToolHook {
  return (call, next) => {
    const scope = scopes.get(call.signal);
    if (scope?.isIdle) return next();
    const work = `${call.runId}:${call.callId}`;
    const active = context.active();
    const around = trace.getSpan(active);
    if (isSpanOf(around, work)) return next();
    const parent = scope && !around ? scope.context : active;
    const span = new ToolSpan(telemetry, call, work, parent, scope?.anchor);
    if (scope) noteBegin(scope, span);
    // The very promise of `next`: to hand it on costs a run least.
    const outcome = context.with(span.context, next);
    const over = (came: ToolOutcome | undefined): void => {
      try {
        span.over(came);
        if (scope) noteEnd(scope);
        else span.tell();
      } catch (error) {
        report(error);
      }
    };
    outcome.then(over, () => over(undefined));
    return outcome;
  };
}
