import type { JsonValue } from './json.ts';
import type { Message } from './message.ts';
import type { CallRecord, PendingCall, RunState, RunStatus, StopReason } from './run-state.ts';
import type { Usage } from './usage.ts';

/** What a run came to; `T` is the type of its `output`. */
export interface RunResult<T = JsonValue> {
  readonly runId: string;
  readonly status: Exclude<RunStatus, 'running'>;
  readonly stopReason: StopReason;
  /** One sentence on the stop, such as which limit was hit. */
  readonly stopDetail?: string;
  /** The text of the last answer, the JSON of an `output` left out; what had arrived of it when the run was cancelled or failed. */
  readonly text: string;
  /**
   * The validated value, where the run has an `output` schema and ended with it; otherwise the value of the tool that ended the run
   * (`tool-final`), which must fit the schema if there is one. Undefined in every run that ended in another way.
   */
  readonly output?: T;
  /** The whole conversation, to be stored or sent on; without the instructions. */
  readonly messages: readonly Message[];
  /** The messages that this run added, the input included. */
  readonly newMessages: readonly Message[];
  /** Model turns made. */
  readonly turns: number;
  readonly calls: CallLog;
  readonly usage: Usage;
  /** US dollars; absent when a price or a count is unknown. */
  readonly cost?: number;
  /** What a paused run waits for; empty otherwise. */
  readonly pending: Pending;
  /** Give it to `resume`, now or later, here or elsewhere. */
  readonly state: RunState;
}

/** The calls that a run waits for, in order, and the same by the option of `resume` that answers them. */
export interface Pending extends ReadonlyArray<PendingCall> {
  readonly approvals: readonly PendingCall[];
  readonly external: readonly PendingCall[];
  readonly resumed: readonly PendingCall[];
}

/** The tool calls of a run or a session, by name. */
export interface CallLog {
  readonly all: readonly CallRecord[];
  /** True if the tool ran and succeeded at least once. */
  called(name: string): boolean;
  /** Calls of that tool, refused and failed ones included; without a name: of all tools. */
  count(name?: string): number;
  /** The newest call of that tool. */
  last(name: string): CallRecord | undefined;
  /** The encoded value of the newest successful call of that tool. */
  lastResult(name: string): JsonValue | undefined;
}
