import type {
  Awaitable,
  Finish,
  FinishReason,
  JsonObject,
  ModelBatch,
  ModelPart,
  ModelWarning,
  RateLimits,
  ResponseInfo,
  Usage,
} from '@pegboard/core';
import type { RecordedRequest } from './record-request.ts';

/** One answer of the model: a text, its pieces, or a function of the request. `turn` is 1 for the first. */
export type ScriptedTurn =
  | string
  | TurnSpec
  | ((request: RecordedRequest, turn: number) => Awaitable<string | TurnSpec>);

/** One tool call of an answer. */
export interface ScriptedCall {
  readonly name: string;
  /** Arguments, sent as JSON text as most wires do. Default `{}`. */
  readonly input?: JsonObject;
  /** The raw arguments instead: any text, also broken; or an object, as some wires carry it. */
  readonly args?: string | JsonObject;
  /** Default `call_1`, `call_2` … over the whole script; `''`: the wire has none. */
  readonly callId?: string;
}

/** How an answer is played. Each can be set for one turn or, in the options, for all. */
export interface Pacing {
  /** Characters per delta; default 16. */
  readonly chunkSize?: number;
  /** Deltas per batch; default 1. */
  readonly batchSize?: number;
  /** Milliseconds before the first event; default 0. */
  readonly latencyMs?: number;
  /** Milliseconds between batches; default 0. */
  readonly betweenMs?: number;
  /** Goes on after an abort, as a badly made provider does; with `hang` it never settles at all. Default false. */
  readonly ignoreAbort?: boolean;
}

/** What the model answers, in this order: reasoning, text, calls, parts. */
export interface TurnSpec extends Pacing {
  /** A list: several blocks. */
  readonly reasoning?: string | readonly string[];
  /** A list: several blocks. */
  readonly text?: string | readonly string[];
  readonly calls?: readonly ScriptedCall[];
  /** Anything else, or everything in an order of your own: media, sources, calls that the provider runs. */
  readonly parts?: readonly ModelPart[];
  readonly warnings?: readonly Omit<ModelWarning, 'type'>[];
  /** Default `tool-calls` when there are calls of the client, else `stop`. */
  readonly finish?: FinishReason | Finish;
  /** Default: the option of that name, else 10 in, 5 out. */
  readonly usage?: Usage;
  readonly response?: ResponseInfo;
  readonly rateLimits?: RateLimits;
  /** Thrown as it is. Before the first event, or after `after` batches. */
  readonly error?: unknown;
  /** Never settles; only an abort ends it. Before the first event, or after `after` batches. */
  readonly hang?: boolean;
  /** Batches of content that `error` or `hang` lets through; default 0: not even `start`. */
  readonly after?: number;
  /** Exactly these batches instead of all the above; nothing is added, so a missing `finish` stays missing. */
  readonly events?: readonly ModelBatch[];
}
