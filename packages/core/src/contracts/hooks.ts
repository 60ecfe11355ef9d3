import type { AgentEvent } from './event.ts';
import type { Awaitable, JsonObject, JsonValue } from './json.ts';
import type { Message, ToolContentPart, ToolStatus, UserPart } from './message.ts';
import type { ModelBatch, ModelRequest, ModelSettings, ToolChoice } from './provider.ts';
import type { RunState } from './run-state.ts';
import type { AnyTool, RunContext, ToolOutcome } from './tool.ts';

/** Around one model call. Call `next` to go on, again to try again, or not at all. */
export type ModelHook = (
  request: ModelRequest,
  next: (request: ModelRequest) => AsyncIterable<ModelBatch>,
) => AsyncIterable<ModelBatch>;

/** Around one run of a tool, after validation and approval. */
export type ToolHook = (
  call: ToolHookCall,
  next: (input?: JsonObject) => Promise<ToolOutcome>,
) => Awaitable<ToolOutcome>;

/** Around a whole run; `next` resolves when the run is over, with its last state, and never rejects. */
export type RunHook = (info: RunInfo, next: () => Promise<RunState>) => Awaitable<void>;

/**
 * Around-functions and observers: the one way to change what an agent does. The first in the list is the outermost.
 * Each stretch of a hook's own time (time in `next` not counted) is limited by `timeouts.hookMs`.
 */
export interface Hooks {
  readonly name?: string;
  readonly run?: RunHook;
  /** Before each turn. What it returns holds for that turn only. */
  readonly turn?: (ctx: TurnContext) => Awaitable<TurnEdit | undefined | void>;
  readonly model?: ModelHook;
  readonly tool?: ToolHook;
  /** Sees what enters and leaves; lets it pass, rewrites it or keeps it out. Guards are asked in the order of the list. */
  readonly guard?: Guard | GuardCheck;
  /** Only observes: what it throws is reported as a warning and changes nothing. */
  readonly onEvent?: (event: AgentEvent) => void;
}

/** Where a guard looks: a user's message, a call's validated input, what came of a call, the answer's text. */
export type GuardPlace = 'input' | 'args' | 'result' | 'output';

/** Nothing or `false` lets the value pass; `rewrite` puts another in its place; `block` keeps it out and says why. */
export type GuardVerdict =
  | { readonly rewrite: unknown }
  | { readonly block: string }
  | false
  | undefined
  | void;

/** Throwing, or no verdict within `timeouts.hookMs`, fails the run at `input` and `output`, the call at `args` and `result`. */
export type GuardCheck = (subject: GuardSubject) => Awaitable<GuardVerdict>;

/** A guard that looks only at some places, or that can judge an answer in pieces. */
export interface Guard {
  /** Default: everywhere. */
  readonly at?: readonly GuardPlace[];
  readonly check: GuardCheck;
  /**
   * Characters that suffice to judge the answer's text by: nothing that matters is longer. Text is then handed on while it streams, this
   * much behind. Without it the text is handed on when the whole answer has passed.
   */
  readonly window?: number;
}

/** What a guard judges. `text` is all of its text in one, for guards that only search. */
export type GuardSubject = RunInfo & { readonly turn: number; readonly text: string } & (
    | { readonly at: 'input'; readonly value: readonly UserPart[] }
    | {
        readonly at: 'args';
        readonly callId: string;
        readonly name: string;
        readonly tool: AnyTool;
        readonly value: JsonObject;
      }
    | {
        readonly at: 'result';
        readonly callId: string;
        readonly name: string;
        readonly status: ToolStatus;
        /** The encoded value, uncut; absent when the call did not succeed. */
        readonly value: JsonValue | undefined;
        readonly content: readonly ToolContentPart[];
      }
    /** With `window`: the piece that has not been handed on yet. */
    | { readonly at: 'output'; readonly value: string }
  );

export interface RunInfo {
  readonly runId: string;
  readonly agent: string;
  readonly thread?: string;
  readonly context: RunContext;
  readonly signal: AbortSignal;
  /** The run's own, which goes on changing. */
  readonly state: RunState;
}

export interface TurnContext extends RunInfo {
  readonly turn: number;
  readonly messages: readonly Message[];
  readonly tools: readonly AnyTool[];
}

export interface TurnEdit {
  readonly instructions?: string;
  readonly tools?: readonly AnyTool[];
  readonly toolChoice?: ToolChoice;
  readonly settings?: ModelSettings;
  /** What the model is sent in place of the conversation; the conversation itself stays. */
  readonly messages?: readonly Message[];
}

export interface ToolHookCall {
  readonly runId: string;
  readonly turn: number;
  readonly callId: string;
  readonly name: string;
  readonly tool: AnyTool;
  readonly input: JsonObject;
  readonly context: RunContext;
  readonly signal: AbortSignal;
}
