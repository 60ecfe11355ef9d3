import { validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';

/** The answer to a request that comes under a foreign name, or from a foreign web page; undefined for others. */
export function refuseStrangers(
  request: Request,
  hosts: readonly string[],
  origins: readonly string[],
): Response | undefined {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  if (!validateHostHeader(host, [...hosts]).ok) {
    return refused('The server is not known by this name; `allowedHosts` lists its names');
  }
  const origin = request.headers.get('origin');
  if (origin === null || validateOriginHeader(origin, [...origins]).ok) return undefined;
  return refused('This web page may not call the server; `allowedOrigins` lists those that may');
}

function refused(message: string): Response {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }, { status: 403 });
}
