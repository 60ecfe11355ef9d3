import type { JsonObject, JsonValue } from '@pegboard/core';
import type { PluginPermissions } from '@pegboard/core/plugin';

/** What crosses between the two processes is JSON: each of these is one message. */

/** To the child: a request that is answered under its id, or the end of one. */
export type ToChild =
  | { readonly type: 'read'; readonly id: number; readonly file: string }
  | { readonly type: 'setup'; readonly id: number; readonly setup: SetupMessage }
  | { readonly type: 'call'; readonly id: number; readonly call: CallMessage }
  | { readonly type: 'abort'; readonly id: number; readonly reason: string }
  | { readonly type: 'dispose'; readonly id: number }
  /** The host's answer to what the child asked. */
  | Answer;

/** To the host: answers, questions of the plugin's code, and news. */
export type ToHost =
  | Answer
  | { readonly type: 'ask'; readonly id: number; readonly ask: Question }
  | { readonly type: 'progress'; readonly id: number; readonly value: JsonValue }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string };

export type Answer =
  | { readonly type: 'answer'; readonly id: number; readonly value: JsonValue }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure };

/** `retry` and `failure` are thrown by tools on purpose. */
export interface Failure {
  readonly kind: 'retry' | 'failure' | 'error';
  readonly message: string;
}

/** What the host does for the child: it alone reaches the network and the files that were granted. */
export type Question =
  | { readonly what: 'fetch'; readonly request: FetchRequest }
  | { readonly what: 'fs'; readonly method: string; readonly args: readonly JsonValue[] };

export interface FetchRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Base64. */
  readonly body?: string;
  readonly redirect: 'follow' | 'error' | 'manual';
}

export interface FetchAnswer {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly redirected: boolean;
  readonly headers: readonly (readonly [string, string])[];
  /** Base64. */
  readonly body: string;
}

export interface SetupMessage {
  readonly name: string;
  readonly config?: JsonValue;
  readonly env: Readonly<Record<string, string>>;
  /** The variables that it may read, set or not; `ACME_*` is any that begins so. */
  readonly envNames: readonly string[];
}

/** One function of one tool. */
export interface CallMessage {
  readonly tool: string;
  readonly what: 'execute' | 'check' | 'approval';
  readonly input: JsonObject;
  readonly runId: string;
  readonly turn: number;
  readonly callId: string;
  readonly idempotencyKey: string;
  readonly attempt: number;
}

/** What the plugin in the child says of itself. */
export interface ReadAnswer {
  readonly name: string;
  readonly api: number;
  readonly version?: string;
  readonly namespace?: string;
  readonly permissions?: PluginPermissions;
  /** JSON Schema of its config; other schemas stay in the child, which checks with them. */
  readonly config?: JsonObject;
}

/** A tool without its functions. */
export interface ToolMessage {
  readonly name: string;
  readonly description: string;
  readonly input: JsonObject;
  readonly options: JsonObject;
  readonly hasCheck: boolean;
  /** `ask`: a function of the plugin says. */
  readonly approval: boolean | string | { readonly ask: true };
  readonly external: boolean;
}
