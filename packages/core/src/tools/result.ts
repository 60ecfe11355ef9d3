import type { JsonObject } from '../contracts/json.ts';
import type { ToolContentPart, Trust } from '../contracts/message.ts';

import { isBranded } from '../lib/recognise.ts';

const brand: unique symbol = Symbol.for('pegboard.result') as never;

export interface ResultOptions {
  /** Shown to the model besides the value: images, files, text. */
  readonly content?: readonly ToolContentPart[];
  /** Kept in the call's record; never sent to the model. */
  readonly metadata?: JsonObject;
  /** Ends the run with this value; the model is not called again. */
  readonly final?: boolean;
  /** Overrides the tool's own `trust` for this result. */
  readonly trust?: Trust;
}

/** What a tool may return in place of a bare value. */
export interface ToolReturn<T> extends ResultOptions {
  readonly [brand]: true;
  readonly value: T;
}

/** A tool's value with more to say about it. */
export function result<T>(value: T, options: ResultOptions = {}): ToolReturn<T> {
  return { [brand]: true, value, ...options };
}

/** True for what `result` made, also in another copy of this package. */
export function isToolReturn(value: unknown): value is ToolReturn<unknown> {
  return isBranded(value, brand);
}
