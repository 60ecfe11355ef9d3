import type { AnyTool, Awaitable, Hooks, RunContext, Toolset } from '@pegboard/core';
import { createApprovals } from './approvals.ts';
import { createServer } from './create-server.ts';
import { createHttpHandler, type HttpOptions } from './http-handler.ts';
import { createServedTools, type ServedSource } from './served-tools.ts';

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
  /** Told of what goes wrong outside of calls. */
  readonly onError?: (error: Error) => void;
}

/** Who calls a tool. */
export interface McpCaller {
  /** What `authenticate` gave; absent over standard input and output, and without `authenticate`. */
  readonly auth?: McpCallerAuth;
  /** The HTTP request; absent over standard input and output. */
  readonly request?: Request;
}

/** Whoever a token belongs to. */
export interface McpCallerAuth {
  readonly clientId: string;
  readonly scopes?: readonly string[];
  /** For the application, such as the user. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Tools as an MCP server. */
export interface ToolServer {
  /** Answers HTTP requests: Streamable HTTP in both generations of the protocol. Bound, so that it can be handed on by itself. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Serves the client at the other end of this process's standard input and output; resolves when it has gone. */
  readonly stdio: (options?: { readonly signal?: AbortSignal }) => Promise<void>;
  /** Tells clients that the list of tools has changed. */
  readonly toolsChanged: () => void;
  /** Ends connections and what runs on them. The tools are left alone: who made them disposes of them. */
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Serves tools and toolsets over the Model Context Protocol. Each call lives the full life of a call: it is validated, approved, run under
 * its deadline, encoded.
 */
export function serveTools(
  source: AnyTool | Toolset | readonly (AnyTool | Toolset)[] | ServedSource,
  options: ServeOptions,
): ToolServer {
  const tools = createServedTools(source, options);
  const approvals = createApprovals();
  const live = new Set<ReturnType<typeof createServer>>();
  const create = (): ReturnType<typeof createServer> => {
    const server = createServer(tools, approvals);
    live.add(server);
    server.onclose = () => live.delete(server);
    return server;
  };
  const http = createHttpHandler(create, options);
  const connections = new Set<{ close: () => Promise<void> }>();
  const close = async (): Promise<void> => {
    await Promise.all([http.close(), ...[...connections].map((connection) => connection.close())]);
    await Promise.all([...live].map((server) => server.close().catch(() => undefined)));
    live.clear();
  };
  return {
    fetch: http.fetch,
    async stdio({ signal } = {}) {
      const { serveOverStdio } = await import('./serve-over-stdio.ts');
      await serveOverStdio(create, { connections, signal, onError: options.onError });
    },
    toolsChanged() {
      http.toolsChanged();
      for (const server of live) void server.sendToolListChanged().catch(() => undefined);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
