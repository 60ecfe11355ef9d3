import { isBranded } from '../lib/recognise.ts';

const brand: unique symbol = Symbol.for('pegboard.tool-signal') as never;

/** What a tool may throw on purpose. */
class ToolSignal extends Error {
  readonly kind: 'retry' | 'failure';

  constructor(kind: 'retry' | 'failure', message: string) {
    super(message);
    this.name = kind === 'retry' ? 'RetryToolCall' : 'ToolFailure';
    this.kind = kind;
  }

  get [brand](): true {
    return true;
  }
}

/** Thrown by a tool: the model should call again, better. The message is shown to the model. */
export class RetryToolCall extends ToolSignal {
  constructor(message: string) {
    super('retry', message);
  }
}

/** Thrown by a tool: it failed and trying again is no use. The message is shown to the model. */
export class ToolFailure extends ToolSignal {
  constructor(message: string) {
    super('failure', message);
  }
}

/** The kind of a signal, also of one from another copy of this package; undefined for any other value. */
export function toolSignalKind(value: unknown): 'retry' | 'failure' | undefined {
  return isBranded(value, brand) ? (value as ToolSignal).kind : undefined;
}
