import {
  type AuthInfo,
  isInitializeRequest,
  type Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly server: Server;
  /** Who began it; nobody else may go on with it. */
  readonly owner: string | undefined;
}

type Auth = { readonly authInfo: AuthInfo } | undefined;

/** Sessions of clients that speak the protocol as it was before 2026. */
export interface Sessions {
  readonly fetch: (request: Request, auth: Auth) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** Keeps the `most` sessions that were used last. */
export function createSessions(create: () => Server, most: number): Sessions {
  const sessions = new Map<string, Session>();

  const end = async (id: string): Promise<void> => {
    const session = sessions.get(id);
    sessions.delete(id);
    await session?.server.close().catch(() => undefined);
  };

  const begin = async (request: Request, parsedBody: unknown, auth: Auth): Promise<Response> => {
    const server = create();
    const owner = auth?.authInfo.clientId;
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (id) => {
        sessions.set(id, { transport, server, owner });
        const [oldest] = sessions.keys();
        if (sessions.size > most && oldest !== undefined) void end(oldest);
      },
      onsessionclosed: (id) => end(id),
    });
    await server.connect(transport);
    const response = await transport.handleRequest(request, { ...auth, parsedBody });
    if (transport.sessionId === undefined) void server.close().catch(() => undefined);
    return response;
  };

  return {
    async fetch(request, auth) {
      const id = request.headers.get('mcp-session-id');
      const session = id === null ? undefined : sessions.get(id);
      if (id !== null && session && session.owner === auth?.authInfo.clientId) {
        // The one that was used last goes to the end.
        sessions.delete(id);
        sessions.set(id, session);
        return session.transport.handleRequest(request, auth);
      }
      if (id !== null) return problem(404, 'There is no such session; begin a new one');
      const body = request.method === 'POST' ? await bodyOf(request) : undefined;
      if (!isInitializeRequest(body)) return problem(400, 'A session begins with an initialize request');
      return begin(request, body, auth);
    },
    async close() {
      await Promise.all([...sessions.keys()].map(end));
    },
  };
}

async function bodyOf(request: Request): Promise<unknown> {
  try {
    return await request.clone().json();
  } catch {
    return undefined;
  }
}

function problem(status: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }, { status });
}
