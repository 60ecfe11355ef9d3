import {
  type AuthInfo,
  createMcpHandler,
  isLegacyRequest,
  localhostAllowedHostnames,
  type Server,
} from '@modelcontextprotocol/server';
import type { Awaitable } from '@pegboard/core';
import { createSessions } from './http-sessions.ts';
import { refuseStrangers } from './refuse-strangers.ts';
import type { McpCallerAuth } from './serve-tools.ts';

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

export interface HttpHandler {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly toolsChanged: () => void;
  readonly close: () => Promise<void>;
}

export function createHttpHandler(
  create: () => Server,
  options: HttpOptions & { readonly onError?: (error: Error) => void },
): HttpHandler {
  const { sessions: most = 1_000, onError, allowedHosts = localhostAllowedHostnames() } = options;
  const { allowedOrigins = allowedHosts } = options;
  const modern = createMcpHandler(create, {
    legacy: most === false ? 'stateless' : 'reject',
    ...(onError && { onerror: onError }),
  });
  const sessions = createSessions(create, most === false ? 0 : most);
  return {
    async fetch(request) {
      const refused = refuseStrangers(request, allowedHosts, allowedOrigins);
      if (refused) return refused;
      const caller = await options.authenticate?.(request);
      if (caller instanceof Response) return caller;
      if (options.authenticate && !caller) return unauthorized(options.resourceMetadataUrl);
      const auth = caller && { authInfo: authInfoOf(caller, request) };
      if (most !== false && (await isLegacyRequest(request))) return sessions.fetch(request, auth);
      return modern.fetch(request, auth);
    },
    toolsChanged: () => modern.notify.toolsChanged(),
    async close() {
      await Promise.all([modern.close(), sessions.close()]);
    },
  };
}

function authInfoOf({ clientId, scopes = [], extra }: McpCallerAuth, request: Request): AuthInfo {
  const token = request.headers.get('authorization')?.replace(/^Bearer\s+/i, '') ?? '';
  return { token, clientId, scopes: [...scopes], ...(extra && { extra: { ...extra } }) };
}

function unauthorized(metadata: string | undefined): Response {
  const challenge = metadata === undefined ? 'Bearer' : `Bearer resource_metadata="${metadata}"`;
  return Response.json({ error: 'unauthorized' }, { status: 401, headers: { 'www-authenticate': challenge } });
}
