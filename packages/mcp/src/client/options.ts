import type { AuthProvider, OAuthClientProvider, Transport } from '@modelcontextprotocol/client';
import type { Awaitable, JsonObject, JsonValue, Provider, ToolContext, Trust } from '@pegboard/core';
import type { McpOAuth } from '../auth/oauth.ts';

/** One server: a program that is started, an address, or a transport of your own. */
export type McpServerOptions = McpStdioOptions | McpHttpOptions | McpTransportOptions;

/** A server that is started as a child process and spoken to over its standard input and output. */
export interface McpStdioOptions extends McpCommonOptions {
  readonly command: string;
  readonly args?: readonly string[];
  /** Added to the few variables that a child inherits (`HOME`, `PATH`, `SHELL`, `TERM`, `USER`, `LOGNAME`), as the protocol's SDK has them. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A server that is reached over Streamable HTTP, or over the older HTTP with server-sent events. */
export interface McpHttpOptions extends McpCommonOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `oauth(…)`, a function that gives a bearer token, or a provider of the protocol's SDK. */
  readonly auth?: McpAuth;
  /** Default: Streamable HTTP first, and the older transport where the server does not know it. */
  readonly type?: 'http' | 'sse';
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface McpTransportOptions extends McpCommonOptions {
  /** A function is asked again for each new connection; a transport itself serves one. */
  readonly transport: Transport | (() => Awaitable<Transport>);
}

export type McpAuth = McpOAuth | OAuthClientProvider | AuthProvider | (() => Awaitable<string>);

export interface McpCommonOptions {
  /** Stands before the names of the server's tools: `name: 'files'` makes `read` `files_read`. */
  readonly name?: string;
  /** In place of `name` before the names of tools; `false`: nothing. */
  readonly prefix?: string | false;
  /** Only these of the server's tools, by its own names or globs (`read_*`). */
  readonly allow?: readonly string[];
  /** Not these; wins over `allow`. */
  readonly deny?: readonly string[];
  /** `shared`: one connection for all runs, until it is disposed of. `run`: one for each run, which ends with it. Default `shared`. */
  readonly lifetime?: 'shared' | 'run';
  /** A server that cannot be reached fails the run. Otherwise it is a diagnostic, and the run goes on without its tools. Default true for `mcpServer`, false in `mcpServers`. */
  readonly required?: boolean;
  /** Milliseconds for one call of a tool; default: the agent's. */
  readonly timeoutMs?: number | false;
  /** Milliseconds for connecting, each try, and the longest that a run waits for it; default 25,000. */
  readonly connectTimeoutMs?: number;
  readonly reconnect?: McpReconnect;
  /** Default `untrusted`. */
  readonly trust?: Trust;
  /** Offers `list_resources` and `read_resource` as tools as well. Default false. */
  readonly resourcesAsTools?: boolean;
  /** Folders that the server may work in, as paths or `file:` URLs. It is told; nothing holds it to them. */
  readonly roots?: readonly string[];
  /** Answers what the server asks the user. Without it everything is declined. */
  readonly onElicit?: McpElicit;
  /** Lets the server ask a model. Default: it may not. */
  readonly sampling?: McpSampling;
  /** The least level of log messages that the server is asked to send; default `info`. */
  readonly logLevel?: McpLogLevel;
  readonly onLog?: (message: McpLogMessage) => void;
  readonly onDiagnostic?: (diagnostic: McpDiagnostic) => void;
  /** What goes along with each call as `_meta`, such as a trace context. */
  readonly meta?: (ctx: ToolContext) => JsonObject;
}

export interface McpReconnect {
  /** Tries in all, the first included; default 3. */
  readonly attempts?: number;
  /** Before the second try, doubled for each one after; default 250. */
  readonly delayMs?: number;
  /** The longest pause between tries; default 30,000. */
  readonly maxDelayMs?: number;
}

/** What a server asks the user: values for a form, or to open an address. The words are the server's. */
export type McpElicitation = {
  readonly server: string;
  readonly message: string;
  /** The call during which it asks, when that is clear. */
  readonly callId?: string;
} & ({ readonly mode: 'form'; readonly schema: JsonObject } | { readonly mode: 'url'; readonly url: string });

export type McpElicitAnswer =
  | { readonly action: 'accept'; readonly content?: JsonObject }
  | { readonly action: 'decline' | 'cancel' };

/** Nothing declines. */
export type McpElicit = (
  elicitation: McpElicitation,
  ctx: { readonly signal: AbortSignal },
) => Awaitable<McpElicitAnswer | undefined | void>;

export interface McpSampling {
  readonly provider: Provider;
  readonly model: string;
  /** Asked before each model call; only `true` lets it happen. The words are the server's. */
  readonly approve: (request: McpSamplingRequest) => Awaitable<boolean>;
  /** The most tokens that an answer may have, whatever the server asks for; default 4,096. */
  readonly maxTokens?: number;
}

export interface McpSamplingRequest {
  readonly server: string;
  readonly systemPrompt?: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  readonly maxTokens: number;
}

export type McpLogLevel =
  | 'debug'
  | 'info'
  | 'notice'
  | 'warning'
  | 'error'
  | 'critical'
  | 'alert'
  | 'emergency';

export interface McpLogMessage {
  readonly server: string;
  readonly level: McpLogLevel;
  readonly logger?: string;
  readonly data: JsonValue;
}

/** Something that went wrong with a server, which nobody was told by an error. */
export interface McpDiagnostic {
  readonly server: string;
  /** `connect`: it could not be reached. `crash`: it ended by itself. `tool`: one of its tools cannot be used. */
  readonly stage: 'connect' | 'crash' | 'list' | 'tool' | 'notification' | 'elicitation' | 'sampling';
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The last of what it wrote to its standard error, at most 2,000 characters. The server's words. */
  readonly stderr?: string;
}
