import type { RawToolCall } from '../contracts/provider.ts';
import type { ToolOutcome } from '../contracts/tool.ts';
import type { Execution } from '../tools/execute-call.ts';

/** Calls that were started while the model was still writing its answer. */
export interface EagerCalls {
  /** Starts a call that the model has written completely, if its tool may be started so early. */
  readonly start: (call: RawToolCall) => void;
  /** The outcome of a call that was started, in place of running it; undefined when it was not. */
  readonly take: (execution: Execution) => Promise<ToolOutcome> | undefined;
  /** The answer will not be: whatever was started for it is aborted, and its results are dropped. */
  readonly drop: () => void;
}
