import type { ProtocolEra } from '@modelcontextprotocol/server';
import { ConfigError } from '@pegboard/core';
import { checkOptionKinds, isTool, type OptionKind } from '@pegboard/core/tools';
import type { WaitingRun } from './call-request.ts';
import { createServer } from './create-server.ts';
import { createHttpHandler } from './http-handler.ts';
import type { WaitingRequest } from './request-scope.ts';
import type { ServeOptions } from './serve-options.ts';
import { createServedTools, type ServedSource } from './served-tools.ts';
import { createTaskDesk } from './task-desk.ts';
import { createWaitingRoom } from './waiting-room.ts';

/** Tools as an MCP server. */
export interface ToolServer {
  /** Answers HTTP requests: Streamable HTTP in both generations of the protocol. Bound, so that it can be handed on by itself. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Serves the client at the other end of this process's standard input and output; resolves when it has gone. */
  readonly stdio: (options?: { readonly signal?: AbortSignal }) => Promise<void>;
  /** Tells clients that the list of tools has changed. */
  readonly toolsChanged: () => void;
  readonly promptsChanged: () => void;
  readonly resourcesChanged: () => void;
  /** Tells those who watch a resource that it has changed. */
  readonly resourceUpdated: (uri: string) => void;
  /** Ends connections and what runs on them. The tools are left alone: who made them disposes of them. */
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const known = {
  name: 'text',
  version: 'text',
  instructions: 'text',
  approval: ['elicit', 'deny'],
  hooks: 'list',
  context: 'function',
  resources: 'listOrFunction',
  prompts: 'listOrFunction',
  tasks: 'table',
  onError: 'function',
  allowedHosts: 'texts',
  allowedOrigins: 'texts',
  authenticate: 'function',
  resourceMetadataUrl: 'text',
  sessions: 'countOrFalse',
} satisfies Record<keyof ServeOptions, OptionKind>;

/**
 * Serves tools and toolsets over the Model Context Protocol. Each call lives the full life of a call: it is validated, approved, run under
 * its deadline, encoded.
 */
export function serveTools(source: ServedSource, options: ServeOptions): ToolServer {
  checkOptionKinds('serveTools', options, known, ['name']);
  checkSource(source);
  const tools = createServedTools(source, options);
  const rooms = { runs: createWaitingRoom<WaitingRun>(), requests: createWaitingRoom<WaitingRequest>() };
  const desk = options.tasks && createTaskDesk(options.tasks);
  /** By the servers that are open: the resources that their clients watch. */
  const live = new Map<ReturnType<typeof createServer>, ReadonlySet<string>>();
  const create = ({ era }: { readonly era: ProtocolEra }): ReturnType<typeof createServer> => {
    const watched = new Set<string>();
    const connection = crypto.randomUUID();
    const server = createServer(tools, { rooms, watched, desk, connection }, era);
    live.set(server, watched);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's objects are no event targets
    server.onclose = () => {
      live.delete(server);
      desk?.leave(connection);
    };
    return server;
  };
  const http = createHttpHandler(create, tools, options);
  const connections = new Set<{ close: () => Promise<void> }>();
  const close = async (): Promise<void> => {
    desk?.close();
    await Promise.all([http.close(), ...[...connections].map((connection) => connection.close())]);
    await Promise.all([...live.keys()].map((server) => server.close().catch(() => undefined)));
    live.clear();
  };
  /** A client that has gone hears nothing more. */
  const tell = (how: (server: ReturnType<typeof createServer>) => Promise<void>, uri?: string): void => {
    for (const [server, watched] of live)
      if (uri === undefined || watched.has(uri)) void how(server).catch(() => undefined);
  };
  return {
    fetch: http.fetch,
    async stdio({ signal } = {}) {
      const { serveOverStdio } = await import('./serve-over-stdio.ts');
      await serveOverStdio(create, { connections, signal, onError: options.onError });
    },
    toolsChanged() {
      http.notify.toolsChanged();
      tell((server) => server.sendToolListChanged());
    },
    promptsChanged() {
      http.notify.promptsChanged();
      if (options.prompts) tell((server) => server.sendPromptListChanged());
    },
    resourcesChanged() {
      http.notify.resourcesChanged();
      if (options.resources) tell((server) => server.sendResourceListChanged());
    },
    resourceUpdated(uri) {
      http.notify.resourceUpdated(uri);
      tell((server) => server.sendResourceUpdated({ uri }), uri);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkSource(source: unknown): void {
  if (Array.isArray(source) ? source.every(isSource) : isSource(source)) return;
  throw new ConfigError({
    what: 'serveTools was given something that is no tool',
    evidence: `It is ${Array.isArray(source) ? 'in the list' : `of type ${typeof source}`}`,
    fix: 'Pass tools, toolsets, or an object whose tools() gives them',
  });
}

function isSource(one: unknown): boolean {
  return isTool(one) || (typeof one === 'object' && one !== null && ('list' in one || 'tools' in one));
}
