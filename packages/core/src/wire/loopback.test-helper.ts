import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface Loopback {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  /** Connections made so far. */
  readonly connections: () => number;
  readonly close: () => void;
}

/** A server on 127.0.0.1 that goes away with the test. */
export async function listen(
  handler: RequestListener,
  tls?: { key: string; cert: string },
): Promise<Loopback> {
  const server = tls ? createSecureServer(tls, handler) : createServer(handler);
  let connections = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(close);
  return {
    url: `http${tls ? 's' : ''}://127.0.0.1:${port}`,
    port,
    server,
    connections: () => connections,
    close,
  };
}

/** A proxy on 127.0.0.1: `seen` lists the request lines and credentials that it got. */
export async function listenProxy(refuse?: number): Promise<Loopback & { readonly seen: string[] }> {
  const seen: string[] = [];
  const proxy = await listen((request, response) => {
    const { host, 'proxy-authorization': credentials } = request.headers;
    seen.push(`${request.method} ${request.url} host ${host} as ${credentials ?? 'nobody'}`);
    response.end('from the proxy');
  });
  proxy.server.on('connect', (request: { url?: string; headers: Record<string, string> }, socket: Duplex) => {
    seen.push(`CONNECT ${request.url} as ${request.headers['proxy-authorization'] ?? 'nobody'}`);
    socket.on('error', () => {});
    if (refuse !== undefined) return socket.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`);
    const upstream = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    return undefined;
  });
  return { ...proxy, seen };
}
