import { type Context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ToolHookCall, ToolOutcome } from '@pegboard/core';
import type { Anchor } from '../anchor.ts';
import { recorded } from '../content/message-content.ts';
import { errorType, genAi, own } from '../names.ts';
import type { Telemetry } from '../telemetry.ts';
import { LazySpan, type SpanPlan } from './lazy-span.ts';
import { spanOf } from './span-of-tool.ts';

/** The span of one call of a tool. It notes what comes and can be told of later. */
export class ToolSpan extends LazySpan {
  readonly #call: ToolHookCall;
  #status: string | undefined;
  #failure: Failure | undefined;

  constructor(telemetry: Telemetry, call: ToolHookCall, work: string, parent: Context, anchor?: Anchor) {
    super(telemetry, parent, work, anchor);
    this.#call = call;
    // A tool may change what it was given.
    if (telemetry.captures('tools') && this.isRecording())
      this.setAttribute(genAi.toolArguments, asText(recorded(call.input, telemetry.text)));
  }

  get callId(): string {
    return this.#call.callId;
  }

  protected override plan(): SpanPlan {
    const { name, callId, tool, turn } = this.#call;
    const { kind = SpanKind.INTERNAL, attributes } = spanOf(tool);
    return {
      name: `execute_tool ${name}`,
      kind,
      attributes: {
        ...this.telemetry.attributes,
        [genAi.operation]: 'execute_tool',
        [genAi.toolName]: name,
        [genAi.toolCallId]: callId,
        [genAi.toolDescription]: tool.description,
        [genAi.toolType]: 'function',
        [own.turn]: turn,
        ...attributes,
      },
    };
  }

  /** Undefined: something else than a tool failed. */
  over(outcome: ToolOutcome | undefined): void {
    this.endedAt = performance.now();
    if (!outcome) {
      this.#failure = { type: '_OTHER' };
      return;
    }
    const { status, suspended, value = null } = outcome;
    this.#status = suspended ? 'waiting' : status;
    if (status !== 'success' || suspended) this.#failure = failureOf(outcome, this.telemetry);
    else if (this.telemetry.captures('tools') && this.isRecording())
      this.setAttribute(genAi.toolResult, asText(recorded(value, this.telemetry.text)));
  }

  /** Tells everything, with the times at which it came. */
  tell(): void {
    const { made, startedAt, endedAt = startedAt } = this;
    const failure = this.#failure;
    if (this.#status !== undefined) made.setAttribute(own.toolStatus, this.#status);
    if (failure) {
      const { type, message } = failure;
      made.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
      made.setAttribute(errorType, type);
    }
    this.telemetry.meters()?.toolDuration.record(
      (endedAt - startedAt) / 1000,
      {
        ...this.telemetry.attributes,
        [genAi.operation]: 'execute_tool',
        [genAi.toolName]: this.#call.name,
        ...(failure && { [errorType]: failure.type }),
      },
      this.context,
    );
    made.end(this.timeOf(endedAt));
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
