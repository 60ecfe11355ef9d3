import { createApprovals } from './approvals.ts';
import { createServer } from './create-server.ts';
import { createHttpHandler } from './http-handler.ts';
import type { ServeOptions } from './serve-options.ts';
import { createServedTools, type ServedSource } from './served-tools.ts';

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
export function serveTools(source: ServedSource, options: ServeOptions): ToolServer {
  const tools = createServedTools(source, options);
  const approvals = createApprovals();
  const live = new Set<ReturnType<typeof createServer>>();
  const create = (): ReturnType<typeof createServer> => {
    const server = createServer(tools, approvals);
    live.add(server);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's objects are no event targets
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
