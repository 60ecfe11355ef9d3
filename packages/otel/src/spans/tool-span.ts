import { context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ToolHook, ToolOutcome } from '@pegboard/core';
import { recorded } from '../content/message-content.ts';
import { errorType, genAi, own } from '../names.ts';
import { parentOf, type RunScopes } from '../run-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { isTraced, within } from '../traced-work.ts';
import { settleChat } from './run-span.ts';
import { spanOf } from './span-of-tool.ts';

/** A span around each call of a tool that runs; what the tool does happens inside of it. */
export function traceTool(telemetry: Telemetry, scopes: RunScopes): ToolHook {
  return async (call, next) => {
    const { runId, name, callId, tool, input, signal, turn } = call;
    const work = `${runId}:${callId}`;
    if (isTraced(work)) return next();
    const scope = scopes.get(signal);
    if (scope) {
      // A call that is started early runs while the model still writes.
      if (scope.chat?.isOver) settleChat(scope);
      scope.ran.add(callId);
    }
    const parent = parentOf(scope);
    const startedAt = performance.now();
    const { kind = SpanKind.INTERNAL, attributes } = spanOf(tool);
    const span = telemetry.tracer.startSpan(
      `execute_tool ${name}`,
      {
        kind,
        attributes: {
          ...telemetry.attributes,
          [genAi.operation]: 'execute_tool',
          [genAi.toolName]: name,
          [genAi.toolCallId]: callId,
          [genAi.toolDescription]: tool.description,
          [genAi.toolType]: 'function',
          [own.turn]: turn,
          ...attributes,
        },
      },
      parent,
    );
    if (span.isRecording() && telemetry.captures('tools'))
      span.setAttribute(genAi.toolArguments, asText(recorded(input, telemetry.text)));
    let failure: Failure | undefined = { type: '_OTHER' };
    try {
      const outcome = await context.with(within(parent, span, work), next);
      failure = tellOutcome(span, outcome, telemetry);
      return outcome;
    } finally {
      if (failure) {
        const { type, message } = failure;
        span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
        span.setAttribute(errorType, type);
      }
      const endedAt = performance.now();
      telemetry.meters()?.toolDuration.record((endedAt - startedAt) / 1000, {
        ...telemetry.attributes,
        [genAi.operation]: 'execute_tool',
        [genAi.toolName]: name,
        ...(failure && { [errorType]: failure.type }),
      });
      span.end(endedAt);
    }
  };
}

interface Failure {
  readonly type: string;
  readonly message?: string;
}

/** The error, if it is one: to wait, to be denied or to be cut off by an abort is none. */
function tellOutcome(span: Span, outcome: ToolOutcome, { captures, text }: Telemetry): Failure | undefined {
  const { status, suspended, value = null, error } = outcome;
  span.setAttribute(own.toolStatus, suspended ? 'waiting' : status);
  if (suspended || status === 'denied' || status === 'interrupted') return undefined;
  if (status === 'success') {
    if (captures('tools')) span.setAttribute(genAi.toolResult, asText(recorded(value, text)));
    return undefined;
  }
  return {
    type: status === 'retry' ? 'retry' : 'tool_error',
    ...(error !== undefined && captures('tools') && { message: text(error) }),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
