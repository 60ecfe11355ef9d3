import type { AgentEvent } from '../contracts/event.ts';
import type { Hooks } from '../contracts/hooks.ts';
import type { Awaitable, JsonObject, JsonValue } from '../contracts/json.ts';
import type { Memory } from '../contracts/memory.ts';
import type { BuiltinTool } from '../contracts/builtin-tool.ts';
import type { MediaResolver, ModelSettings, Provider, ToolChoice } from '../contracts/provider.ts';
import type { ApprovalDecision } from '../contracts/run-state.ts';
import type { SchemaOf } from '../contracts/standard-schema.ts';
import type { Checkpoint, PendingCall } from '../contracts/run-state.ts';
import type { AnyTool, CallContext, PrepareContext, RunContext } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import type { TrustPolicy } from '../contracts/trust.ts';
import type { ToolSelector } from '../tools/select-tools.ts';
import type { HistoryTransform } from '../messages/window.ts';
import type { RetryOptions } from '../models/retry.ts';
import type { ApprovalRule } from './approval-rules.ts';

/** What can be set for an agent and again for one run, which then counts. */
export interface RunDefaults {
  /** Default `auto`. A forced choice holds for the first turn only. */
  readonly toolChoice?: ToolChoice;
  readonly settings?: ModelSettings;
  /** By provider name: keys for the request body, as they are. */
  readonly providerOptions?: Readonly<Record<string, JsonObject>>;
  /** Fetches media by URL for models whose API cannot; `resolveMedia()` of @pegboard/guard reaches public addresses only. Without it such media is left out. */
  readonly resolveMedia?: MediaResolver;
  readonly limits?: Limits;
  readonly timeouts?: Timeouts;
  /** Tries after a failed model call, or how to repeat; default 2; `false`: none. */
  readonly modelRetries?: number | RetryOptions | false;
  /** What the model is sent of the conversation, such as `windowMessages({ maxMessages: 40 })`. */
  readonly history?: HistoryTransform;
  /** `sequential`: one tool at a time, in the model's order. Default `parallel`. */
  readonly toolExecution?: 'parallel' | 'sequential';
  /**
   * True: calls start while the model still writes its answer, as soon as they are complete, where their tool says in its `effects` that it is
   * idempotent and writes nothing, and they need no approval; not under `tool` hooks, guards of arguments, a `trustPolicy`, a limit of calls, or a
   * `retry`, which might keep a call from running. Results of an answer that fails are dropped. Default false.
   */
  readonly eager?: boolean;
  /** Most tools that run at once; default 16. */
  readonly toolConcurrency?: number | false;
  /** Model round trips after refused calls in a row, for tools that set none; default 2. Then the tool is withdrawn. */
  readonly maxToolRetries?: number | false;
  /** The same in the whole run, in a row or not, for tools that set none; default no limit. */
  readonly maxTotalToolRetries?: number | false;
  /** `text`: tools are described in the instructions and calls read out of the answer. Default `auto`: when the model has no tools of its own. */
  readonly toolProtocol?: 'auto' | 'native' | 'text';
  /** Most characters of one call under the text protocol; default 8,000. */
  readonly maxCallChars?: number | false;
  /** A last step for arguments that are no JSON, such as `jsonrepair`. Its result counts only if it fits the schema and loses nothing. */
  readonly repairJson?: (text: string) => string;
  /** Calls that a person must approve, besides those whose tools say so: `'delete_*'`, `'#net'`, `{ tool: 'write_file', when: { path: '.env*' } }`. */
  readonly approval?: readonly ApprovalRule[];
  /**
   * Asked at once for each call that needs approval, for as long as it takes; it may leave calls to `resume` by giving `undefined`.
   * Without it the run pauses.
   */
  readonly onApproval?: (call: PendingCall, ctx: CallContext) => Awaitable<ApprovalDecision | undefined>;
  /**
   * How `output` is asked for. Default `auto`: natively where the provider knows that the model takes a schema together with tools, by a
   * hidden tool where the model takes tools, otherwise in the instructions.
   */
  readonly outputMode?: 'auto' | 'native' | 'tool' | 'prompt';
  /** Times the model is asked again after an answer that gives no valid `output`; default 2. Then the run fails. */
  readonly maxOutputRetries?: number;
  /**
   * `skipRest`: after a call that did not succeed the calls of the same answer that have not begun are not run, and say so. Default
   * `continue`.
   */
  readonly onToolFailure?: 'continue' | 'skipRest';
  /**
   * The same call, name and input, in so many turns in a row, or two in turn so many times: the model is told, and the next time the run
   * stops with `repeat`. Default 3, at least 2; `false`: no limit. A message of the user begins anew.
   */
  readonly repeatLimit?: number | false;
  /**
   * What calls may do once untrusted content is in the conversation. By default tools with the tag `outward` or `destructive` then need
   * approval. `false`: no such rule.
   */
  readonly trustPolicy?: TrustPolicy | false;
  /** `throw`: an unexpected exception of a tool fails the run. Default `result`: the model is told. */
  readonly onToolError?: 'result' | 'throw';
}

export interface AgentOptions<T = JsonValue> extends RunDefaults {
  readonly provider: Provider;
  readonly model: string;
  /** Default `agent`. */
  readonly name?: string;
  /** Kept in the run state. */
  readonly version?: string;
  /** The system prompt; a function is asked before each turn. */
  readonly instructions?: string | ((ctx: PrepareContext) => Awaitable<string>);
  readonly tools?: readonly (AnyTool | Toolset)[];
  readonly builtinTools?: readonly BuiltinTool[];
  /** Every run ends with a value of this schema, validated, in `result.output`. Without it the answer is text. */
  readonly output?: SchemaOf<T>;
  readonly memory?: Memory;
  /** A secret: states are sealed with it when a run ends, and `resume` refuses any that was changed since. Without it a state is trusted input. */
  readonly sealKey?: string;
  /** The first is the outermost. */
  readonly hooks?: readonly Hooks[];
}

export interface RunOptions<T = JsonValue> extends RunDefaults {
  /** The conversation in the agent's memory that this run continues. */
  readonly thread?: string;
  /** For tools and hooks; never shown to the model, never stored. */
  readonly context?: RunContext;
  readonly signal?: AbortSignal;
  /**
   * The tools of this run: some of the agent's by name, glob, tag (`#net`) or function, with `!` to take away, and others, toolsets too. A list
   * that begins with `!` takes away from all of the agent's.
   */
  readonly tools?: readonly (ToolSelector | Toolset)[];
  readonly instructions?: NonNullable<AgentOptions['instructions']>;
  /** In place of the agent's; `false`: none, the answer is text. */
  readonly output?: SchemaOf<T> | false;
  /** Gets every patch of the run state and is awaited: store it, and the run survives a crash. */
  readonly checkpoint?: Checkpoint;
  /** Gets the pieces of the answer's text; not those of agents inside tools. */
  readonly onText?: (text: string) => void;
  readonly onEvent?: (event: AgentEvent) => void;
}

/** Most of each in one run, resumes included; `false`: no limit. A run at a limit stops; it does not fail. */
export interface Limits {
  /** Default 20. */
  readonly turns?: number | false;
  readonly requests?: number | false;
  readonly toolCalls?: number | false;
  /** Input and output tokens together, as the provider reports them. */
  readonly tokens?: number | false;
  /** Milliseconds of work; cuts off what runs. */
  readonly durationMs?: number | false;
  /** US dollars, where the model's price is known. */
  readonly usd?: number | false;
}

/** Milliseconds; `false`: none. */
export interface Timeouts {
  /** A whole model call: default 600,000 when nobody reads deltas, otherwise none. */
  readonly requestMs?: number | false;
  /** To the first piece of a streamed answer; default 30,000. */
  readonly firstTokenMs?: number | false;
  /** Between two pieces of a streamed answer; default 30,000. */
  readonly tokenMs?: number | false;
  /** One attempt of a tool that sets none; default 60,000. */
  readonly toolMs?: number | false;
  /** Each call of a hook, a memory, a schema, a toolset, `check`, `approval`, `prepare`, `checkpoint`; default 30,000. */
  readonly hookMs?: number | false;
}

/** An agent's options and a run's in one, defaults filled in. */
export interface RunConfig extends Omit<AgentOptions<unknown>, 'output'> {
  readonly name: string;
  readonly hooks: readonly Hooks[];
  readonly selectors: RunOptions['tools'];
  readonly toolChoice: ToolChoice;
  readonly settings: ModelSettings;
  readonly limits: Limits;
  readonly timeouts: Timeouts & { readonly toolMs: number | false; readonly hookMs: number | false };
  readonly modelRetries: RetryOptions | false;
  readonly toolCap: number;
  readonly maxToolRetries: number;
  readonly output: AgentOptions<unknown>['output'];
  readonly onToolError: 'result' | 'throw';
  readonly repeatLimit: number;
  readonly approval: readonly ApprovalRule[];
  /** Some hook has a guard. */
  readonly guarded: boolean;
  /** Only one turn: `session().turn()`. */
  readonly singleTurn: boolean;
}

/** Most tools at once when nothing is said: enough to overlap, few enough for the services behind them. */
const defaultConcurrency = 16;

export function runConfig(
  agent: AgentOptions<unknown>,
  run: RunOptions<unknown>,
  singleTurn: boolean,
): RunConfig {
  const both = withDefined(agent, run);
  const concurrency = both.toolConcurrency ?? defaultConcurrency;
  return {
    ...both,
    tools: agent.tools ?? [],
    output: both.output || undefined,
    name: agent.name ?? 'agent',
    hooks: agent.hooks ?? [],
    selectors: run.tools,
    toolChoice: both.toolChoice ?? 'auto',
    settings: { ...agent.settings, ...run.settings },
    limits: { turns: 20, ...agent.limits, ...run.limits },
    timeouts: { toolMs: 60_000, hookMs: 30_000, ...agent.timeouts, ...run.timeouts },
    modelRetries:
      typeof both.modelRetries === 'number' ? { retries: both.modelRetries } : (both.modelRetries ?? {}),
    toolCap:
      both.toolExecution === 'sequential' ? 1 : concurrency === false ? Infinity : Math.max(1, concurrency),
    maxToolRetries: both.maxToolRetries === false ? Infinity : (both.maxToolRetries ?? 2),
    onToolError: both.onToolError ?? 'result',
    repeatLimit: both.repeatLimit === false ? Infinity : (both.repeatLimit ?? 3),
    approval: both.approval ?? [],
    guarded: agent.hooks?.some((hooks) => hooks.guard) === true,
    singleTurn,
  };
}

/** The options of the agent and over them those of the run that say something. */
function withDefined<A extends object, R extends object>(agent: A, run: R): A & R {
  const both = { ...agent, ...run };
  for (const key in run) if (run[key] === undefined) both[key] = (agent as A & R)[key];
  return both;
}
