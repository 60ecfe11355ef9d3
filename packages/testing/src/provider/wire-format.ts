import type {
  ErrorCode,
  FinishReason,
  JsonObject,
  JsonValue,
  MediaPart,
  ModelSettings,
  RateLimits,
  ToolChoice,
  Usage,
} from '@pegboard/core';

/**
 * One wire format, as the suite's server speaks it: neutral scenarios in, bytes out; requests in, neutral facts out.
 * An optional member that is absent, or a quirk not in `quirks`, says that the API has no such thing: its cases are skipped.
 */
export interface WireFormat {
  /** The codec's name, as in `providerData`: `openai.chat`. */
  readonly codec: string;
  /** Framing of streams: `sse` events end with a blank line, `ndjson` objects with a line end. */
  readonly framing: 'sse' | 'ndjson';
  /** True for the path (without query) of a model call. */
  readonly accepts: (method: string, path: string) => boolean;
  /** The API key that a request carries; absent where the API has none. */
  readonly keyOf?: (headers: Readonly<Record<string, string>>, url: string) => string | undefined;
  readonly wantsStream: (body: JsonObject, url: string) => boolean;
  readonly readRequest: (body: JsonObject, url: string) => WireRequest;
  /** What the strict host refuses in this request, one sentence each. Rules on the address or the headers need these. */
  readonly violations: (
    body: JsonObject,
    url?: string,
    headers?: Readonly<Record<string, string>>,
  ) => readonly string[];

  /** A streamed answer: whole frames, delimiters included. */
  readonly frames: (answer: WireAnswer) => readonly string[];
  /** The same answer from the one-shot endpoint. */
  readonly body: (answer: WireAnswer) => JsonValue;
  readonly errorBody: (error: WireError) => JsonValue;
  /** Every finish reason of the API; `with` says what else the answer must hold for it. */
  readonly finishReasons: readonly {
    readonly raw: string;
    readonly unified: FinishReason;
    readonly with?: 'call';
  }[];
  readonly quirks: ReadonlySet<Quirk>;
  /** What answers of this API never tell; default: they tell all. */
  readonly untold?: ReadonlySet<'id' | 'model' | keyof Usage>;
  /** Block types that answers can hold besides text and calls. */
  readonly blocks: ReadonlySet<'reasoning' | 'refusal'>;
  /** Settings that requests can carry, with a value that the API takes. */
  readonly settings: Partial<ModelSettings>;
  /** Settings that every request must carry, so that a provider fills in what was not asked for. */
  readonly requiredSettings?: readonly (keyof ModelSettings)[];
  /** A key that requests can carry and no setting stands for; default `{ metadata: { purpose: 'test' } }`. */
  readonly option?: JsonObject;
  /** Whether arguments of calls come as text or as an object, which cannot hold broken JSON; default text in both. */
  readonly callArgs?: { readonly stream: 'text' | 'object'; readonly body: 'text' | 'object' };
  /** The API has no choice of tools: a provider leaves out those that must not be called. */
  readonly noToolChoice?: true;
  /** The API takes media as data only: a provider fetches what has an address, with the request's `resolveMedia`. */
  readonly noMediaUrls?: true;
  readonly requestIdHeader?: string;
  readonly rateLimits?: { readonly headers: Readonly<Record<string, string>>; readonly expected: RateLimits };
  /** Refusals whose class the status alone does not tell. */
  readonly errors: readonly ErrorExample[];
  /** An answer of status 200, as a body or as the only frame, by which the host refuses the prompt itself. */
  readonly refusedPrompt?: JsonValue;
  /** An error inside a stream that began with status 200. */
  readonly errorFrame?: (message: string) => string;
  /** Other forms in which a stream tells of an error. */
  readonly moreErrorFrames?: (message: string) => readonly string[];
  /** A one-shot answer of status 200 that tells of an error. */
  readonly failedBody?: (message: string) => JsonValue;
  /** Frames that a tolerant reader skips: unknown events and parts. */
  readonly unknownFrames?: readonly string[];
  /** Fields of `raw` blocks that a tolerant reader skips or keeps for itself: they are neither text nor calls. */
  readonly unknownBlocks?: readonly JsonObject[];
  /** Opaque state that comes with an answer and must go back unchanged in the next request. */
  readonly opaque?: {
    readonly answer: WireAnswer;
    readonly secrets: readonly string[];
    /** Those of `secrets` that no other model of this API may be sent. */
    readonly bound?: readonly string[];
  };
  /** The most characters that ids of calls may have. */
  readonly maxIdLength: number;
}

/** A way in which hosts of this API are known to differ. */
export type Quirk =
  | 'interleaved-calls'
  | 'whole-call'
  | 'no-id'
  | 'empty-id'
  | 'id-each-piece'
  | 'rotating-id'
  | 'name-late'
  | 'no-index'
  | 'object-args'
  | 'no-closing-marker'
  | 'usage-each-frame'
  | 'usage-with-finish'
  | 'usage-in-parts'
  | 'null-fields'
  | 'role-each-frame'
  | 'unknown-fields'
  | 'first-frame-empty'
  | 'finish-stop-with-calls'
  | 'finish-calls-without'
  | 'split-surrogates';

export interface WireAnswer {
  readonly id?: string;
  readonly model?: string;
  readonly blocks: readonly WireBlock[];
  /** The API's own word; default: the one for a normal end with or without calls. `null`: the stream breaks off before it. */
  readonly finish?: string | null;
  /** `null`: the host reports none. */
  readonly usage?: Usage | null;
  readonly quirks?: readonly Quirk[];
}

export type WireBlock =
  | { readonly type: 'text' | 'reasoning' | 'refusal'; readonly pieces: readonly string[] }
  | WireCall
  /** Fields of the wire itself, merged into the message: what only this format has. */
  | { readonly type: 'raw'; readonly fields: JsonObject };

export interface WireCall {
  readonly type: 'call';
  readonly id: string;
  readonly name: string;
  /** Argument text, in pieces. */
  readonly pieces: readonly string[];
}

export interface WireError {
  readonly status: number;
  readonly message: string;
  readonly code?: string;
}

export interface ErrorExample {
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: JsonValue;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** When the body tells how long to wait. */
  readonly retryAfterMs?: number;
}

/** A request, read back into neutral facts. */
export interface WireRequest {
  readonly model: string;
  readonly messages: readonly WireMessage[];
  readonly tools: readonly {
    readonly name: string;
    readonly description?: string;
    readonly schema?: JsonObject;
  }[];
  readonly toolChoice?: ToolChoice;
  readonly settings: ModelSettings;
  /** Schema of a structured answer. */
  readonly outputSchema?: JsonObject;
}

/** Instructions come as `system` first, wherever the wire has them; each tool result is a message of its own. */
export interface WireMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly calls?: readonly { readonly callId: string; readonly name: string; readonly input: JsonValue }[];
  readonly callId?: string;
  readonly media?: readonly Pick<MediaPart, 'mediaType' | 'data' | 'url'>[];
}
