import type { ContentBlock } from '@modelcontextprotocol/server';
import type { Awaitable } from '@pegboard/core';
import type { AskContext } from './ask-client.ts';
import type { McpCaller } from './mcp-caller.ts';

/** What prompts and resources are given; `askClient` takes it too. */
export interface ServedContext extends AskContext {
  /** Aborts with the request. */
  readonly signal: AbortSignal;
  readonly caller: McpCaller;
}

/** Given beforehand, or asked for with each request of a caller. */
export type Served<T> = readonly T[] | ((caller: McpCaller) => Awaitable<readonly T[]>);

/** Something that a client's user may read or hand to a model. */
export interface ServedResource extends ResourceFacts {
  readonly uri: string;
  readonly uriTemplate?: undefined;
  /** Bytes, if they are known. */
  readonly size?: number;
  readonly read: (ctx: ServedContext) => Awaitable<ResourceBody>;
}

/** Resources whose addresses are of one form, such as `orders://{id}`. */
export interface ServedResourceTemplate extends ResourceFacts {
  /** RFC 6570. */
  readonly uriTemplate: string;
  readonly uri?: undefined;
  /** Nothing: there is no such resource. */
  readonly read: (
    variables: Readonly<Record<string, string>>,
    ctx: ServedContext,
  ) => Awaitable<ResourceBody | undefined>;
  /** Values of its variables, by their names. */
  readonly complete?: Readonly<Record<string, Completer>>;
}

export interface ResourceFacts {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** Default: `text/plain` for text, `application/octet-stream` for bytes. */
  readonly mimeType?: string;
}

export type ResourceBody = string | Uint8Array;

/** A text, or a conversation, that a client's user may begin with. */
export interface ServedPrompt {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments?: readonly ServedArgument[];
  /** Text is what the user says. Arguments are those that were declared; required ones are there. */
  readonly messages: (
    args: Readonly<Record<string, string>>,
    ctx: ServedContext,
  ) => Awaitable<string | readonly ServedMessage[]>;
}

export interface ServedArgument {
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly complete?: Completer;
}

export interface ServedMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string | ContentBlock;
}

/** Values that begin like `value`, the best first; `others` are the arguments that are known already. At most 100 are sent. */
export type Completer = (
  value: string,
  others: Readonly<Record<string, string>>,
) => Awaitable<readonly string[]>;

/** What a caller is offered. */
export async function servedTo<T>(served: Served<T> | undefined, caller: McpCaller): Promise<readonly T[]> {
  return typeof served === 'function' ? served(caller) : (served ?? []);
}
