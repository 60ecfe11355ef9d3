import type { JsonObject } from '@pegboard/core';

/** Who calls a tool. */
export interface McpCaller {
  /** What the client can be asked by `askClient`. */
  readonly can: { readonly elicit: boolean; readonly sample: boolean; readonly roots: boolean };
  /** What `authenticate` gave; absent over standard input and output, and without `authenticate`. */
  readonly auth?: McpCallerAuth;
  /** The `_meta` of the request, such as a trace context; the protocol's own entries left out. */
  readonly meta?: JsonObject;
  /** The HTTP request; absent over standard input and output. */
  readonly request?: Request;
}

/** Whoever a token belongs to. */
export interface McpCallerAuth {
  /** Tells callers apart: sessions, questions and tasks are of one of them. */
  readonly clientId: string;
  readonly scopes?: readonly string[];
  /** For the application, such as the user. */
  readonly extra?: Readonly<Record<string, unknown>>;
}
