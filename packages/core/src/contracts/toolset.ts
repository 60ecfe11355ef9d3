import type { Awaitable } from './json.ts';
import type { AnyTool, PrepareContext } from './tool.ts';

/** Tools that are known only at run time, or that share a connection. */
export interface Toolset {
  readonly id?: string;
  /** Called once before the first `list` of a run. */
  open?(ctx: PrepareContext): Awaitable<void>;
  /** The tools for the coming turn; the same objects for as long as a tool has not changed. */
  list(ctx: PrepareContext): Awaitable<readonly AnyTool[]>;
  [Symbol.asyncDispose]?(): PromiseLike<void>;
}
