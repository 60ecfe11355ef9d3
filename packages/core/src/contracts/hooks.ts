import type { AgentEvent } from './event.ts';
import type { Awaitable, JsonObject } from './json.ts';
import type { Message } from './message.ts';
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
  /** Only observes: what it throws is reported as a warning and changes nothing. */
  readonly onEvent?: (event: AgentEvent) => void;
}

export interface RunInfo {
  readonly runId: string;
  readonly agent: string;
  readonly thread?: string;
  readonly context: RunContext;
  readonly signal: AbortSignal;
}

export interface TurnContext extends RunInfo {
  readonly turn: number;
  readonly messages: readonly Message[];
  readonly tools: readonly AnyTool[];
  readonly state: RunState;
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
