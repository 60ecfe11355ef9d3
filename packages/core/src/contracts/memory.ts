import type { Message } from './message.ts';

/**
 * Stores conversations, one per thread. It is storage only: windows and summaries are transforms of what it gives back.
 * It holds no system messages and no turn that is still open.
 */
export interface Memory {
  /** The whole thread, oldest first; an unknown thread is empty. The array must not change later. */
  load(thread: string, ctx: MemoryContext): Promise<readonly Message[]>;
  /**
   * Adds messages at the end, all or none. A message whose id is already there is skipped, so a repeated call is harmless.
   * With `expectedLast` it rejects when the thread does not end with that message: somebody else wrote in between.
   */
  append(thread: string, messages: readonly Message[], ctx: AppendContext): Promise<void>;
  clear?(thread: string): Promise<void>;
  /** Copies a thread; `to` must be empty. */
  fork?(from: string, to: string): Promise<void>;
  search?(query: string, ctx: MemoryContext): Promise<readonly MemoryHit[]>;
}

export interface MemoryContext {
  readonly signal: AbortSignal;
}

export interface AppendContext extends MemoryContext {
  readonly runId: string;
  /** Id of the message that must be the last one; `null`: the thread must be empty. Absent: not checked. */
  readonly expectedLast?: string | null;
}

export interface MemoryHit {
  readonly thread: string;
  readonly message: Message;
  /** Higher is nearer; comparable only within one answer. */
  readonly score: number;
}
