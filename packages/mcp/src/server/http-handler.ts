import {
  type AuthInfo,
  createMcpHandler,
  isLegacyRequest,
  localhostAllowedHostnames,
  type Server,
} from '@modelcontextprotocol/server';
import { createSessions } from './http-sessions.ts';
import { refuseStrangers } from './refuse-strangers.ts';
import type { HttpOptions, McpCallerAuth } from './serve-options.ts';

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
  return Response.json(
    { error: 'unauthorized' },
    { status: 401, headers: { 'www-authenticate': challenge } },
  );
}
