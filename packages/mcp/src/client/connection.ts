import type { ActiveCalls } from './active-calls.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { TaskClient } from './task-client.ts';
import type { ServerSpec } from './server-spec.ts';

/** A connection as long as it lasts. */
export interface Connection {
  readonly client: TaskClient;
  /** True from the moment on that it cannot be used any more. */
  readonly isClosed: () => boolean;
  /** Why it is closed, where that is known: `it was ended by SIGKILL`. */
  readonly ended: () => string | undefined;
  readonly stderr: () => string;
  readonly pid: () => number | undefined;
  /** Lets the user log in, which the server asked for. */
  readonly authorize: (signal: AbortSignal) => Promise<void>;
  /** Ends only when this has settled, or after a second. */
  readonly lastWords: (work: Promise<unknown>) => void;
  /** Marks it as broken, so that the next use makes another. */
  readonly drop: () => void;
  /** Resolves when everything that belonged to it is gone. */
  readonly close: () => Promise<void>;
}

export interface ConnectContext {
  readonly spec: ServerSpec;
  readonly calls: ActiveCalls;
  readonly diagnostics: Diagnostics;
  /** Told of changes: `tools`, `prompts`, `resources`, or the URI of one resource. */
  readonly onChanged: (what: string) => void;
  /** Told when the connection ends without having been closed. */
  readonly onLost: (connection: Connection) => void;
  /** What was learned of the server by earlier connections. */
  readonly known: Known;
}

/** `legacy`: it ended when it was asked for the newer protocol. `older`: it knows only HTTP with server-sent events. */
export interface Known {
  legacy?: boolean;
  older?: boolean;
}
