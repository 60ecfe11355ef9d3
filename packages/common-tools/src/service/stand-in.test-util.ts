import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; `undefined`: no answer ever. */
  readonly body?: unknown;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** The body as JSON, or as the text that it is. */
  readonly body: unknown;
}

export interface StandIn {
  readonly baseURL: string;
  readonly requests: readonly Seen[];
}

/** A server on 127.0.0.1 in place of a service, which goes away with the test. Replies are given in turn, the last one again and again. */
export async function standIn(...replies: readonly (Reply | ((seen: Seen) => Reply))[]): Promise<StandIn> {
  const requests: Seen[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://stand-in');
      const seen: Seen = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: incoming.headers,
        body: readBody(Buffer.concat(chunks).toString()),
      };
      requests.push(seen);
      const given = replies[Math.min(requests.length, replies.length) - 1] ?? {};
      const { status = 200, headers = {}, body } = typeof given === 'function' ? given(seen) : given;
      if (body === undefined) return;
      const isText = typeof body === 'string';
      outgoing.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
      outgoing.end(isText ? body : JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => stop(server));
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { baseURL: `http://127.0.0.1:${port}`, requests };
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}
