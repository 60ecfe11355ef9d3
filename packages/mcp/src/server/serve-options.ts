import type { Awaitable, Hooks, RunContext } from '@pegboard/core';
import type { McpCaller, McpCallerAuth } from './mcp-caller.ts';
import type { TaskOptions } from './task-options.ts';
import type { Served, ServedPrompt, ServedResource, ServedResourceTemplate } from './served-content.ts';

export interface ServeOptions extends HttpOptions {
  /** What the server calls itself. */
  readonly name: string;
  /** Default `0.0.0`. */
  readonly version?: string;
  /** How to use the tools together, for the client's model. */
  readonly instructions?: string;
  /**
   * What becomes of a call that a person must approve. `elicit`: the client is asked to ask its user; a client that cannot gets an error.
   * `deny`: always an error. Default `elicit`.
   */
  readonly approval?: 'elicit' | 'deny';
  /** Around the calls, as an agent's: guards, limits, audit. */
  readonly hooks?: readonly Hooks[];
  /** What tools get as `context`; asked for each call. */
  readonly context?: (caller: McpCaller) => Awaitable<RunContext>;
  /** What clients may read, besides what tools give. */
  readonly resources?: Served<ServedResource | ServedResourceTemplate>;
  /** What the users of clients may begin with. */
  readonly prompts?: Served<ServedPrompt>;
  /** Lets calls that take long be answered with a task, to clients that know tasks. Absent: each call is answered when it is done. */
  readonly tasks?: TaskOptions;
  /** Told of what goes wrong outside of calls. */
  readonly onError?: (error: Error) => void;
}

export interface HttpOptions {
  /**
   * Host names under which the server is reached, without ports. Requests for others are refused, so that no web page can reach it by a
   * name of its own. Default `localhost`, `127.0.0.1` and `[::1]`.
   */
  readonly allowedHosts?: readonly string[];
  /** Host names of web pages that may call it from a browser. Default: as `allowedHosts`. */
  readonly allowedOrigins?: readonly string[];
  /** Who sends a request: nothing refuses it with 401, a `Response` answers it. Without this everybody may call. */
  readonly authenticate?: (request: Request) => Awaitable<McpCallerAuth | Response | undefined>;
  /** Told to those who are refused: where it says how to log in (RFC 9728). */
  readonly resourceMetadataUrl?: string;
  /** Sessions for clients of the older protocol, which progress, approval and changes of the list need: how many at most; default 1,000. `false`: none are kept, so that requests may reach any process. */
  readonly sessions?: number | false;
}
