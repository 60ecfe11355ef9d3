import { type Attributes, type Context, context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ToolHook, ToolHookCall, ToolOutcome } from '@pegboard/core';
import { atOnce } from '../backlog.ts';
import { recorded } from '../content/message-content.ts';
import { errorType, genAi, own } from '../names.ts';
import { report } from '../report.ts';
import type { RunScopes } from '../run-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { isSpanOf } from '../traced-work.ts';
import { LazySpan } from './lazy-span.ts';
import { settleChat } from './run-span.ts';
import { spanOf } from './span-of-tool.ts';

/** A span around each call of a tool that runs; what the tool does happens inside of it. */
export function traceTool(telemetry: Telemetry, scopes: RunScopes): ToolHook {
  return (call, next) => {
    const scope = scopes.get(call.signal);
    if (scope?.isIdle) return next();
    const work = `${call.runId}:${call.callId}`;
    const active = context.active();
    const around = trace.getSpan(active);
    if (isSpanOf(around, work)) return next();
    if (scope) {
      // A call that is started early runs while the model still writes.
      if (scope.chat?.isOver) settleChat(scope);
      scope.ran.add(call.callId);
    }
    const span = new ToolSpan(telemetry, call, work, scope && !around ? scope.context : active);
    // The very promise of `next`: to hand it on costs a run least.
    const outcome = context.with(span.span.context, next);
    const over = (came: ToolOutcome | undefined): void => {
      try {
        span.end(came);
      } catch (error) {
        report(error);
      }
      (scope?.backlog ?? atOnce).add(() => span.tell());
    };
    outcome.then(over, () => over(undefined));
    return outcome;
  };
}

/** The span of one call of a tool. It notes what comes and can be told of later. */
class ToolSpan {
  readonly span: LazySpan;
  readonly #telemetry: Telemetry;
  readonly #call: ToolHookCall;
  #endedAt = 0;
  #status: string | undefined;
  #failure: Failure | undefined;

  constructor(telemetry: Telemetry, call: ToolHookCall, work: string, parent: Context) {
    this.#telemetry = telemetry;
    this.#call = call;
    this.span = new LazySpan(telemetry, parent, work, () => ({
      name: `execute_tool ${call.name}`,
      kind: spanOf(call.tool).kind ?? SpanKind.INTERNAL,
      attributes: this.#attributes(),
    }));
    // A tool may change what it was given.
    if (telemetry.captures('tools') && this.span.isRecording())
      this.span.setAttribute(genAi.toolArguments, asText(recorded(call.input, telemetry.text)));
  }

  /** Undefined: something else than a tool failed. */
  end(outcome: ToolOutcome | undefined): void {
    this.#endedAt = performance.now();
    if (outcome) this.#status = outcome.suspended ? 'waiting' : outcome.status;
    this.#failure = outcome ? failureOf(outcome, this.#telemetry) : { type: '_OTHER' };
    if (outcome?.status === 'success' && this.#telemetry.captures('tools') && this.span.isRecording())
      this.span.setAttribute(genAi.toolResult, asText(recorded(outcome.value ?? null, this.#telemetry.text)));
  }

  /** Tells everything, with the times at which it came. */
  tell(): void {
    const { span } = this;
    const { made } = span;
    const failure = this.#failure;
    if (this.#status !== undefined) made.setAttribute(own.toolStatus, this.#status);
    if (failure) {
      const { type, message } = failure;
      made.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
      made.setAttribute(errorType, type);
    }
    this.#telemetry.meters()?.toolDuration.record(
      (this.#endedAt - span.startedAt) / 1000,
      {
        ...this.#telemetry.attributes,
        [genAi.operation]: 'execute_tool',
        [genAi.toolName]: this.#call.name,
        ...(failure && { [errorType]: failure.type }),
      },
      span.context,
    );
    made.end(span.timeOf(this.#endedAt));
  }

  #attributes(): Attributes {
    const { name, callId, tool, turn } = this.#call;
    return {
      ...this.#telemetry.attributes,
      [genAi.operation]: 'execute_tool',
      [genAi.toolName]: name,
      [genAi.toolCallId]: callId,
      [genAi.toolDescription]: tool.description,
      [genAi.toolType]: 'function',
      [own.turn]: turn,
      ...spanOf(tool).attributes,
    };
  }
}

interface Failure {
  readonly type: string;
  readonly message?: string;
}

/** The error, if it is one: to wait, to be denied or to be cut off by an abort is none. */
function failureOf(
  { status, suspended, error }: ToolOutcome,
  { captures, text }: Telemetry,
): Failure | undefined {
  if (suspended || (status !== 'failed' && status !== 'retry')) return undefined;
  return {
    type: status === 'retry' ? 'retry' : 'tool_error',
    ...(error !== undefined && captures('tools') && { message: text(error) }),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
