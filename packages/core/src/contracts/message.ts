import type { JsonObject, JsonValue } from './json.ts';
import type { Usage } from './usage.ts';

/** A conversation is an array of messages: plain JSON that can be stored, sent and replayed. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

export interface SystemMessage {
  readonly id: string;
  readonly role: 'system';
  readonly content: readonly TextPart[];
}

export interface UserMessage {
  readonly id: string;
  readonly role: 'user';
  readonly content: readonly UserPart[];
  /** `untrusted`: it holds data from outside, such as a mail to be answered. */
  readonly trust?: Trust;
}

export interface AssistantMessage {
  readonly id: string;
  readonly role: 'assistant';
  /** In the order of the wire. Results of tools that the provider ran itself stay here. */
  readonly content: readonly AssistantPart[];
  /** Who wrote it; opaque `providerData` is echoed only to the same codec. */
  readonly origin?: Origin;
  readonly finish?: Finish;
  readonly usage?: Usage;
}

/** Results of the tool calls of the assistant message before it, in the order in which the calls were emitted. */
export interface ToolMessage {
  readonly id: string;
  readonly role: 'tool';
  readonly content: readonly ToolResultPart[];
}

export interface Origin {
  readonly provider: string;
  readonly model: string;
}

export interface Finish {
  readonly unified: FinishReason;
  /** The provider's own word, unchanged; absent when the provider gave none. */
  readonly raw?: string;
}

/** `pause`: the provider wants to be called again with what it sent so far; core does that itself. */
export type FinishReason =
  | 'stop'
  | 'tool-calls'
  | 'length'
  | 'content-filter'
  | 'refusal'
  | 'pause'
  | 'error'
  | 'other';

/** Opaque state by codec (`openai.chat`, `anthropic.messages` …): signatures, item ids. Only that codec reads it. */
export type ProviderData = { readonly [codec: string]: JsonObject };

interface PartBase {
  readonly providerData?: ProviderData;
}

export interface TextPart extends PartBase {
  readonly type: 'text';
  readonly text: string;
}

/** An image, a document, audio or video: base64 `data`, or a `url` that the provider fetches. */
export interface MediaPart extends PartBase {
  readonly type: 'media';
  /** IANA media type such as `image/png`; a wildcard `image/*` is allowed with a `url`. */
  readonly mediaType: string;
  /** Base64 without a `data:` prefix. */
  readonly data?: string;
  readonly url?: string;
  readonly filename?: string;
}

/** What a model thought before it answered. Never shown as answer text and never read for tool calls. */
export interface ReasoningPart extends PartBase {
  readonly type: 'reasoning';
  readonly text: string;
}

/** `client`: we run the tool. `provider`: the provider ran it itself; loop, repair and limits leave it alone. */
export type Executor = 'client' | 'provider';

export interface ToolCallPart extends PartBase {
  readonly type: 'tool-call';
  /** 1 to 40 characters of `[a-zA-Z0-9_-]`, unique in the conversation. */
  readonly callId: string;
  readonly name: string;
  /** The arguments as read; `{}` stands in for arguments that were refused. */
  readonly input: JsonObject;
  readonly executor: Executor;
}

export type ToolStatus = 'success' | 'failed' | 'denied' | 'retry' | 'interrupted';

export interface ToolResultPart extends PartBase {
  readonly type: 'tool-result';
  readonly callId: string;
  readonly name: string;
  readonly status: ToolStatus;
  /** What the model is given. Never empty. */
  readonly content: readonly ToolContentPart[];
  readonly executor: Executor;
  /** Data from outside that must not be taken as instructions. */
  readonly trust?: Trust;
}

export type Trust = 'trusted' | 'untrusted';

/** Where an answer comes from: a web page, a file, a document. */
export interface SourcePart extends PartBase {
  readonly type: 'source';
  readonly url?: string;
  readonly title?: string;
  /** The passage that is cited. */
  readonly quote?: string;
}

/** A JSON value as content of a message. */
export interface JsonPart extends PartBase {
  readonly type: 'json';
  readonly value: JsonValue;
}

export type UserPart = TextPart | MediaPart | JsonPart;
export type ToolContentPart = TextPart | MediaPart | JsonPart;
export type AssistantPart =
  | TextPart
  | MediaPart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | SourcePart
  | JsonPart;

/** What `run()` takes: a question, its parts, or a whole conversation. */
export type Input = string | readonly UserPart[] | readonly Message[];
