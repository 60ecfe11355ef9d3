import type { BuiltinSupport, BuiltinTool } from './builtin-tool.ts';
import type { JsonObject } from './json.ts';
import type {
  AssistantPart,
  Executor,
  Finish,
  Message,
  Origin,
  ProviderData,
  ToolCallPart,
} from './message.ts';
import type { RecoveryError, Repair } from './repair.ts';
import type { SchemaDialect } from './schema-dialect.ts';
import type { JsonSchema } from './standard-schema.ts';
import type { Usage } from './usage.ts';

/**
 * A model API. Streaming is the only primitive.
 *
 * `stream` must
 * - yield one array of events per network chunk, and hand on what it has at once;
 * - end with exactly one `finish` event, as the last one;
 * - reject only with a `ProviderError`, or with `request.signal.reason` after an abort, and stop promptly then;
 * - give every tool call as a `part` event with its whole raw arguments, also when it sent deltas of it before;
 * - skip what it does not know: unknown event types, parts and finish reasons are no errors;
 * - keep no state between calls, and never change the request.
 */
export interface Provider {
  /** Lower case, without `/`: the first half of `openai/gpt-6-astra`. */
  readonly name: string;
  /**
   * The part of JSON Schema that its API takes, for inputs of tools and for `output`; default: all of it. What asks ahead reads it, such as
   * `checkPortability`; `stream` is given schemas as their authors wrote them and compiles them itself (`compileForDialect`).
   */
  readonly dialect?: SchemaDialect;
  stream(request: ModelRequest): AsyncIterable<ModelBatch>;
  /** Local knowledge of a model; `undefined` when unknown, which never stops a call. Must not touch the network. */
  modelInfo?(model: string): ModelInfo | undefined;
  /** The models in the local table, with what is known of each. Must not touch the network; `listModels` asks the host. */
  knownModels?(): readonly ModelInfo[];
  /** The builtin tools of a model; `undefined` when unknown, which never stops a call. Must not touch the network. */
  builtinTools?(model: string): BuiltinSupport | undefined;
  listModels?(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  countTokens?(request: ModelRequest): Promise<number>;
}

/** A provider and the name of one of its models. */
export interface Target {
  readonly provider: Provider;
  readonly model: string;
}

/** One model call. It states intent; a provider drops what its API cannot take and says so in a `warning`. */
export interface ModelRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  /** The same objects in every turn, so that a codec can keep what it rendered by identity. */
  readonly tools: readonly ToolSpec[];
  readonly builtinTools: readonly BuiltinTool[];
  readonly toolChoice: ToolChoice;
  readonly output?: OutputSpec;
  readonly settings: ModelSettings;
  /** False: nobody watches deltas, so a one-shot endpoint will do; `part` and `finish` events suffice. */
  readonly deltas: boolean;
  /** By provider name: keys that are merged into the request body as they are. */
  readonly providerOptions?: { readonly [provider: string]: JsonObject };
  /** Fetches media whose URL the API cannot fetch itself. Without it such media is left out with a warning. */
  readonly resolveMedia?: MediaResolver;
  readonly signal: AbortSignal;
}

/** Rejects when the media cannot be had: the call then fails with that error. `data` is base64. */
export type MediaResolver = (
  url: string,
  options: { readonly signal: AbortSignal },
) => Promise<{ readonly mediaType: string; readonly data: string }>;

/** What a model is told of a tool. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** The builtin tool of this kind: an API that has it is given it in place of this one. */
  readonly builtin?: BuiltinTool;
}

/** `required`: some tool; `{ tool }`: this one. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly tool: string };

/** The answer must be JSON of this schema. */
export interface OutputSpec {
  readonly name: string;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'max';

/** Only what the caller set is sent. */
export interface ModelSettings {
  readonly temperature?: number;
  /** The most tokens that the model may write, reasoning included. */
  readonly maxTokens?: number;
  readonly topP?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly reasoning?: ReasoningEffort | { readonly budgetTokens: number };
  /** False: at most one tool call per answer. */
  readonly parallelToolCalls?: boolean;
  /**
   * Marks what stays the same between turns (instructions, tools, the conversation so far) for the provider's prompt cache, for five minutes
   * (`true`) or the time given. A hint: APIs that cache by themselves need none.
   */
  readonly promptCache?: boolean | { readonly ttl: '5m' | '1h' };
}

export type ModelBatch = readonly ModelEvent[];

export type ModelEvent =
  | { readonly type: 'start'; readonly response: ResponseInfo }
  | { readonly type: 'text' | 'reasoning'; readonly index: number; readonly text: string }
  | ToolCallDelta
  | { readonly type: 'part'; readonly index: number; readonly part: ModelPart }
  | ModelWarning
  | { readonly type: 'finish'; readonly finish: Finish; readonly usage: Usage };

/** A piece of a call's arguments, for display only: the `part` event is what counts. */
export interface ToolCallDelta {
  readonly type: 'tool-call-delta';
  readonly index: number;
  readonly callId: string;
  readonly name: string;
  readonly argsText: string;
}

export interface ModelWarning {
  readonly type: 'warning';
  /** `setting-dropped`, `retry`, `unknown-part` …: stable, for programs. */
  readonly code: string;
  readonly message: string;
  readonly details?: JsonObject;
}

/**
 * A complete, authoritative part. Messages order their parts by the event's `index`; a `text` or `reasoning` part that was
 * only streamed in deltas needs no `part` event, unless it carries `providerData`.
 */
export type ModelPart = Exclude<AssistantPart, ToolCallPart> | RawToolCall;

/** A tool call as the model wrote it, not yet read. */
export interface RawToolCall {
  readonly type: 'tool-call';
  /** Empty when the wire has none: core then makes one. */
  readonly callId: string;
  readonly name: string;
  /** The argument text to the letter, or the object when the wire carries one. */
  readonly args: string | JsonObject;
  readonly executor: Executor;
  readonly providerData?: ProviderData;
  /** Mended already, by whoever read the call out of text. */
  readonly repairs?: readonly Repair[];
  /** Must not run: it was a call, and could not be read. */
  readonly refusal?: RecoveryError;
}

export interface ResponseInfo {
  readonly id?: string;
  /** The model that answered, as the API names it. */
  readonly model?: string;
  /** Who was asked, where one target stands for several: its provider and model answered, and its prices hold. */
  readonly target?: Origin;
  readonly requestId?: string;
  readonly rateLimits?: RateLimits;
}

/** What the host says is left. Times are milliseconds from now. */
export interface RateLimits {
  readonly requests?: RateLimit;
  readonly tokens?: RateLimit;
}

export interface RateLimit {
  readonly limit?: number;
  readonly remaining?: number;
  readonly resetMs?: number;
}

/** US dollars per million tokens. */
export interface TokenRates {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
}

export interface ModelPrice extends TokenRates {
  /** What the whole of a request costs whose input, cached and not, has more tokens than this. */
  readonly long?: TokenRates & { readonly overTokens: number };
  /** What has been announced to hold from a day on (ISO date, UTC), such as after an introductory price. */
  readonly later?: Omit<ModelPrice, 'later'> & { readonly from: string };
}

/** Facts about one model, each optional: absent means unknown. */
export interface ModelInfo {
  readonly id: string;
  readonly capabilities?: {
    readonly tools?: boolean;
    readonly vision?: boolean;
    readonly audio?: boolean;
    readonly documents?: boolean;
    readonly reasoning?: boolean;
    readonly structuredOutput?: boolean;
    /** Names of settings that the model refuses. */
    readonly refusedSettings?: readonly (keyof ModelSettings)[];
  };
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly price?: ModelPrice;
  /** How large an image may be when it is sent, and how many a request may hold. */
  readonly images?: { readonly maxSide?: number; readonly maxBytes?: number; readonly maxCount?: number };
  /** ISO date on which the vendor switches the model off. */
  readonly endsOn?: string;
  /** Where the facts were read, and when (ISO date). */
  readonly source?: string;
  readonly checkedOn?: string;
}
