import type { Context, Span } from '@opentelemetry/api';
import type { RunState, Usage } from '@pegboard/core';
import type { Anchor } from './anchor.ts';
import type { ChatSpan } from './spans/chat-span.ts';
import type { ToolSpan } from './spans/tool-span.ts';

/** What is known of a run while it works. Hooks of one run share its signal. */
export interface RunScope {
  readonly span: Span;
  /** With `span` in it. */
  readonly context: Context;
  readonly anchor: Anchor;
  /** Nobody records spans or measures. */
  readonly isIdle: boolean;
  /** The run's own, which goes on changing. */
  readonly state: RunState;
  /** What has begun and is not told of, in this order. */
  begun: Begun[];
  /** So many of the first ones were there when the others were told of. */
  left: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  isOver: boolean;
  model: string | undefined;
  /** Who wrote the newest answer that was told of. */
  provider: string | undefined;
  /** Of the run's own calls of models, without those of agents inside its tools. */
  usage: Usage;
  usd: number | undefined;
  /** So many of the first calls of tools are told of. */
  calls: number;
  /** Those behind them that have a span. */
  readonly ran: Set<string>;
}

/** A call, and where the run stood when it began. */
export interface Begun {
  readonly span: ChatSpan | ToolSpan;
  readonly messages: number;
  readonly calls: number;
  /** Dollars that the state had counted. */
  readonly usd: number;
}

/** By the signal that a run's hooks share; taken out when the run is over, as it leads back to the signal. */
export type RunScopes = WeakMap<AbortSignal, RunScope>;
