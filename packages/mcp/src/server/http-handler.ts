import {
  type AuthInfo,
  createMcpHandler,
  isLegacyRequest,
  localhostAllowedHostnames,
  type ProtocolEra,
  type Server,
  type ServerNotifier,
} from '@modelcontextprotocol/server';
import type { JsonObject } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';
import { createSessions } from './http-sessions.ts';
import { checkParamHeaders } from './param-headers.ts';
import { refuseStrangers } from './refuse-strangers.ts';
import type { McpCallerAuth } from './mcp-caller.ts';
import type { HttpOptions } from './serve-options.ts';
import type { ServedTools } from './served-tools.ts';

export interface HttpHandler {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly notify: ServerNotifier;
  readonly close: () => Promise<void>;
}

export function createHttpHandler(
  create: (ctx: { readonly era: ProtocolEra }) => Server,
  tools: ServedTools,
  options: HttpOptions & { readonly onError?: (error: Error) => void },
): HttpHandler {
  const { sessions: most = 1_000, onError, allowedHosts = localhostAllowedHostnames() } = options;
  const { allowedOrigins = allowedHosts } = options;
  const modern = createMcpHandler(create, {
    legacy: most === false ? 'stateless' : 'reject',
    ...(onError && { onerror: onError }),
  });
  const sessions = createSessions(() => create({ era: 'legacy' }), most === false ? 0 : most);
  return {
    async fetch(request) {
      const refused = refuseStrangers(request, allowedHosts, allowedOrigins);
      if (refused) return refused;
      const caller = await options.authenticate?.(request);
      if (caller instanceof Response) return caller;
      if (options.authenticate && !caller) return unauthorized(options.resourceMetadataUrl);
      const auth = caller && { authInfo: authInfoOf(caller, request) };
      if (most !== false && (await isLegacyRequest(request))) return sessions.fetch(request, auth);
      return (await refuseHeaders(request, tools)) ?? modern.fetch(request, auth);
    },
    notify: modern.notify,
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

/** Not for clients of the older protocol, which know no such headers. The SDK looks at those of its own tools only. */
async function refuseHeaders(request: Request, tools: ServedTools): Promise<Response | undefined> {
  if (request.method !== 'POST' || request.headers.get('mcp-method') !== 'tools/call') return undefined;
  const listed = await tools.list(request.signal);
  const tool = listed.find(({ name }) => name === request.headers.get('mcp-name'));
  if (!tool || !JSON.stringify(tool.inputSchema).includes('"x-mcp-header"')) return undefined;
  const { id, params } = await bodyOf(request);
  const args = isJsonObject(params) ? params['arguments'] : undefined;
  const wrong = checkParamHeaders(tool, args, request.headers);
  if (wrong === undefined) return undefined;
  const error = { code: headerMismatch, message: `Bad Request: the headers and the body disagree: ${wrong}` };
  return Response.json({ jsonrpc: '2.0', id: id ?? null, error }, { status: 400 });
}

/** `HeaderMismatch` of the protocol. */
const headerMismatch = -32_020;

async function bodyOf(request: Request): Promise<JsonObject> {
  try {
    const body: unknown = await request.clone().json();
    return isJsonObject(body) ? body : {};
  } catch {
    return {};
  }
}
