import type { Awaitable } from './json.ts';
import type { AnyTool, PrepareContext } from './tool.ts';

/**
 * Tools that are known only at run time, or that share a connection. Who makes it disposes of it (`await using`), when no run uses it any
 * more; agents never do. `open` and `list` end with the signal's reason when it aborts; after disposal `list` rejects.
 */
export interface Toolset {
  readonly id?: string;
  /** Called once before the first `list` of a run. */
  open?(ctx: PrepareContext): Awaitable<void>;
  /** The tools for the coming turn; the same objects for as long as a tool has not changed. */
  list(ctx: PrepareContext): Awaitable<readonly AnyTool[]>;
  /** Ends what the toolset holds, also what still waits; again is fine. */
  [Symbol.asyncDispose]?(): PromiseLike<void>;
}
