import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { PendingCall } from '../contracts/run-state.ts';
import type { Suspended } from '../contracts/tool.ts';
import { isBranded } from '../lib/recognise.ts';

const brand: unique symbol = Symbol.for('pegboard.tool-signal') as never;

type SignalKind = 'retry' | 'failure' | 'suspension';

/** What a tool may throw on purpose. */
class ToolSignal extends Error {
  readonly kind: SignalKind;

  constructor(kind: SignalKind, name: string, message: string) {
    super(message);
    this.name = name;
    this.kind = kind;
  }

  get [brand](): true {
    return true;
  }
}

/** Thrown by a tool: the model should call again, better. The message is shown to the model. */
export class RetryToolCall extends ToolSignal {
  constructor(message: string) {
    super('retry', 'RetryToolCall', message);
  }
}

/** Thrown by a tool: it failed and trying again is no use. The message is shown to the model. */
export class ToolFailure extends ToolSignal {
  constructor(message: string) {
    super('failure', 'ToolFailure', message);
  }
}

/** What `suspend` and `defer` make, to be thrown by a tool. */
export class Suspension extends ToolSignal {
  readonly suspended: Suspended;

  constructor(suspended: Suspended) {
    super('suspension', 'Suspension', 'the call is suspended');
    this.suspended = suspended;
  }
}

/**
 * To be thrown by a tool that cannot go on now: the run pauses, and when it is resumed the tool is entered again, with `state` in
 * `ctx.resumed`. `pending` names what it waits for, if that is calls of its own; `resume` then routes the decisions on them to it.
 */
export function suspend(
  state: JsonValue,
  options: { readonly pending?: readonly PendingCall[] } = {},
): Suspension {
  return new Suspension({ waitsFor: 'resume', state, ...(options.pending && { leaves: options.pending }) });
}

/** To be thrown by a tool whose result comes later, by `resume({ external })`: a job in another process, a person. */
export function defer(metadata?: JsonObject): Suspension {
  return new Suspension({ waitsFor: 'external', ...(metadata && { metadata }) });
}

/** The kind of a signal, also of one from another copy of this package; undefined for any other value. */
export function toolSignalKind(value: unknown): SignalKind | undefined {
  return isBranded(value, brand) ? (value as ToolSignal).kind : undefined;
}
