/** What a script is run with. */
export interface ScriptJob {
  readonly code: string;
  /** The tools that it may call. */
  readonly names: readonly string[];
  readonly memoryBytes: number;
  /** Milliseconds of its own work, without what tools take. */
  readonly computeMs: number;
  readonly maxCalls: number;
  /** Characters of the result, and of everything that is logged. */
  readonly maxOutputChars: number;
}

/** From the process to the program. */
export type ScriptMessage =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly input: string }
  /** It waits for its calls. */
  | { readonly type: 'idle' }
  /** `value` is JSON text, empty for `undefined`. */
  | { readonly type: 'done'; readonly value: string; readonly logs: readonly string[] }
  | { readonly type: 'failed'; readonly problem: string; readonly logs: readonly string[] };

/** From the program to the process: how a call ended; JSON text, or why it failed. */
export interface CallEnd {
  readonly id: number;
  readonly ok: boolean;
  readonly text: string;
}
