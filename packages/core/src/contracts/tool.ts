import type { BuiltinTool } from './builtin-tool.ts';
import type { Awaitable, JsonObject, JsonValue } from './json.ts';
import type { Message, ToolContentPart, ToolStatus, Trust } from './message.ts';
import type { ToolSpec } from './provider.ts';
import type { AgentEvent } from './event.ts';
import type { ApprovalDecision, PendingCall } from './run-state.ts';
import type { AnySchema } from './standard-schema.ts';
import type { Usage } from './usage.ts';

/**
 * The application's own type for `context`, declared once:
 * `declare module '@pegboard/core' { interface Register { context: { user: User } } }`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled in by declaration merging
export interface Register {}

export type RunContext = Register extends { readonly context: infer C } ? C : unknown;

/** What `execute` gets besides the input. Nothing in it is shown to the model. */
export interface ToolContext<Inject = unknown> {
  /**
   * Calls another tool, by its name among the tools of this turn or given itself, through the full life of a call: it is validated,
   * approved, scheduled with the others that the tool makes, run, recorded, counted. Resolves with its encoded value; rejects when it fails. When the tool is entered again after a pause,
   * calls that are settled are not run again: they must come in the same order.
   */
  readonly call: (tool: AnyTool | string, input?: JsonObject) => Promise<JsonValue>;
  /** For tools that run agents or models themselves: shares this run's limits, usage, events and approvals with theirs. */
  readonly nest: () => Promise<NestedRun>;
  /** Present when the tool is entered again after `suspend`: what it gave then, and what it was resumed with. */
  readonly resumed?: { readonly state: JsonValue; readonly value?: JsonValue };
  /** Aborts with the run and at the tool's deadline; hand it to `fetch` and the like. */
  readonly signal: AbortSignal;
  readonly inject: Inject;
  /** What the caller passed as `context` to `run`. */
  readonly context: RunContext;
  readonly messages: readonly Message[];
  readonly runId: string;
  readonly turn: number;
  readonly callId: string;
  /** `runId:callId`: the same when a call is run again, by a retry or after a crash. */
  readonly idempotencyKey: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Sends a `tool-progress` event. */
  readonly progress: (value: JsonValue) => void;
}

/** What a run shares with the runs inside its tools. */
export interface NestedRun {
  /** What the limits of this run leave; absent: no limit. */
  readonly limits: {
    readonly tokens?: number;
    readonly requests?: number;
    readonly toolCalls?: number;
    readonly durationMs?: number;
    readonly usd?: number;
  };
  /** Hands an event of an inner run to the listeners of this one; absent when there are none. */
  readonly forward?: (event: AgentEvent) => void;
  /** Whoever approves calls of this run. */
  readonly onApproval?: (call: PendingCall, ctx: CallContext) => Awaitable<ApprovalDecision | undefined>;
  /** Lets the agent of that name go on with this run, once the turn is over. Rejects with `ToolFailure` where that cannot be. */
  readonly handoff: (agent: string) => Promise<void>;
  /** Counts what was spent on models as spent by this run. */
  readonly spend: (spent: {
    readonly usage: Usage;
    readonly requests: number;
    /** US dollars; absent when unknown. */
    readonly usd?: number;
  }) => Promise<void>;
}

/** What is known of a call before it runs; `inject`, `approval` and `effects` are asked with it. */
export type CallContext = Omit<ToolContext, 'inject' | 'progress' | 'attempt' | 'call' | 'nest' | 'resumed'>;

/** Resource keys that a call touches; calls that share a key, one of them writing it, keep the model's order. */
export interface Effects {
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Running it twice does no more than once; needed for `retry`, and for running again after a crash. */
  readonly idempotent?: boolean;
}

export interface ToolOptions<Input = unknown, Inject = unknown> {
  /** A reason to refuse valid input, for the model to read; nothing when the call may go on. */
  readonly check?: (input: Input, ctx: CallContext) => Awaitable<string | undefined | void>;
  /** True, or a reason: a person must approve before the call runs. */
  readonly approval?: boolean | string | ((input: Input, ctx: CallContext) => Awaitable<boolean | string>);
  /** Changes what the model is told of the tool in the coming turn; `undefined` hides it. */
  readonly prepare?: (spec: ToolSpec, ctx: PrepareContext) => Awaitable<ToolSpec | undefined>;
  /** Hidden from the model; a function runs once per call. */
  readonly inject?: Inject | ((ctx: CallContext) => Awaitable<Inject>);
  /** Milliseconds for one attempt; default 60,000; `false`: none. */
  readonly timeoutMs?: number | false;
  /** Model round trips after a refused or retry-asking call, in a row; default 2. Then the tool is withdrawn. */
  readonly maxRetries?: number;
  /** The same in the whole run, in a row or not. Default: no limit. */
  readonly maxTotalRetries?: number;
  /** Run a failed call again ourselves; only with `effects.idempotent`. */
  readonly retry?: RetryRule;
  /**
   * False: a call that it makes (`ctx.call`) is denied where it would have to wait for an approval that nobody gives inline, or for a result that
   * comes later; for tools that cannot be entered again. Default true: the run pauses.
   */
  readonly innerWait?: boolean;
  /** Most calls of this tool in one run. */
  readonly maxCalls?: number;
  /** Most characters of a result that the model is shown; the call's record keeps all. Default 100,000; `false`: no limit. */
  readonly maxResultChars?: number | false;
  /** `barrier`: runs alone, after all calls before it and before all after it. Default `parallel`. */
  readonly concurrency?: 'parallel' | 'barrier';
  /** `infer`: told from parameters named like `path`, `id` or `url` and from `metadata.annotations`; what cannot be told runs alone. */
  readonly effects?: Effects | ((input: Input) => Effects) | 'infer';
  /** Semver of the tool; kept in the run state, so that a resumed run can tell that the tool has changed. */
  readonly version?: string;
  readonly tags?: readonly string[];
  /** `untrusted`: results are data from outside and are marked as such. Default `trusted`. */
  readonly trust?: Trust;
  /** The builtin tool of this kind: a provider that has it is given it in place of this tool, under the same name. */
  readonly builtin?: BuiltinTool;
  /** For the application. Of it Pegboard reads the hints in `annotations`, as MCP has them. */
  readonly metadata?: JsonObject;
}

export interface RetryRule {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** Before the second try, doubled for each one after; default 500. */
  readonly delayMs?: number;
  /** Which errors are worth another try; default all. */
  readonly on?: (error: unknown) => boolean;
}

export interface PrepareContext {
  readonly context: RunContext;
  readonly messages: readonly Message[];
  readonly runId: string;
  readonly turn: number;
  readonly signal: AbortSignal;
}

/**
 * A tool with its types erased: what lists and toolsets hold. Made by `defineTool`, frozen.
 * Without `execute` it is external: the run pauses and the caller brings the result.
 */
export interface AnyTool extends ToolSpec, ToolOptions<never> {
  readonly [toolBrand]: true;
  readonly input: AnySchema;
  readonly output?: AnySchema;
  readonly outputSchema?: JsonSchemaOf;
  readonly execute?: (input: never, ctx: ToolContext<never>) => unknown;
}

type JsonSchemaOf = ToolSpec['inputSchema'];

/** Recognises our tools across copies of this package. Its value is `Symbol.for('pegboard.tool')`. */
export declare const toolBrand: unique symbol;

/** A tool whose input and result types are known to the compiler. */
export interface Tool<Input = unknown, Result = unknown> extends AnyTool {
  readonly '~types'?: { readonly input: Input; readonly result: Result };
}

/** What a call came to, as the `tool` hook sees it and the record keeps it. */
export interface ToolOutcome {
  readonly status: ToolStatus;
  /** The encoded value; absent unless the status is `success`. */
  readonly value?: JsonValue;
  /** What the model is given. */
  readonly content: readonly ToolContentPart[];
  /** Never sent to the model. */
  readonly metadata?: JsonObject;
  /** Ends the run with this value. */
  readonly final?: boolean;
  readonly trust?: Trust;
  /** Why it did not succeed, in words for the model. */
  readonly error?: string;
  /** It has no result yet: what it waits for. The other members do not count then. */
  readonly suspended?: Suspended;
}

/** What a call that was suspended leaves behind. */
export interface Suspended {
  readonly waitsFor: 'external' | 'inner' | 'resume';
  readonly state?: JsonValue;
  readonly metadata?: JsonObject;
  readonly leaves?: readonly PendingCall[];
}
