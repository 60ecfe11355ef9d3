import type { Context, Span } from '@opentelemetry/api';
import type { RunState, Usage } from '@pegboard/core';
import type { Backlog } from './backlog.ts';
import type { ChatSpan } from './spans/chat-span.ts';

/** What is known of a run while it works. Hooks of one run share its signal. */
export interface RunScope {
  readonly span: Span;
  /** With `span` in it. */
  readonly context: Context;
  /** Nobody records spans or measures. */
  readonly isIdle: boolean;
  /** The spans of its calls that are over. */
  readonly backlog: Backlog;
  /** The run's own, which goes on changing. */
  readonly state: RunState;
  model: string | undefined;
  /** Who wrote the newest answer that was told of. */
  provider: string | undefined;
  /** A call of a model that may be over: who answered it is known once the run has recorded the answer. */
  chat: ChatSpan | undefined;
  /** Where the answer to it will stand among the messages. */
  answerAt: number;
  /** Of the run's own calls of models, without those of agents inside its tools. */
  usage: Usage;
  usd: number | undefined;
  /** Dollars that the state had counted when the newest call of a model began. */
  usdBefore: number;
  /** So many of the first calls of tools are told of. */
  calls: number;
  /** Those behind them that have a span. */
  readonly ran: Set<string>;
}

export type RunScopes = WeakMap<AbortSignal, RunScope>;
