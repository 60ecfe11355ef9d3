import type { Client } from '@modelcontextprotocol/client';
import type { AnyTool, PrepareContext } from '@pegboard/core';
import type { ActiveCalls } from './active-calls.ts';
import type { Connection } from './connection.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { ServerSpec } from './server-spec.ts';
import type { Subscriptions } from './subscriptions.ts';

/** One server: its connections, its tools, and what goes wrong with it. */
export interface McpLink {
  readonly spec: ServerSpec;
  readonly diagnostics: Diagnostics;
  readonly calls: ActiveCalls;
  readonly subscriptions: Subscriptions;
  readonly tools: (ctx: PrepareContext) => Promise<readonly AnyTool[]>;
  /** Does something with a connection, outside of any run or within one. */
  readonly use: <T>(work: (client: Client, connection: Connection) => Promise<T>, at?: Place) => Promise<T>;
  readonly connections: () => readonly Connection[];
  readonly isDisposed: () => boolean;
  readonly close: () => Promise<void>;
}

interface Place {
  readonly runId?: string;
  readonly signal?: AbortSignal | undefined;
}
