import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Loopback {
  readonly url: string;
  readonly port: number;
  /** What opens it: `127.0.0.1` and its port. */
  readonly allow: readonly string[];
  readonly server: Server;
  /** Connections made so far, and those that are open. */
  readonly connections: () => number;
  readonly open: () => number;
  /** Resolves when no connection is open. */
  readonly idle: () => Promise<void>;
}

/** A server on 127.0.0.1 that goes away with the test. */
export async function listen(
  handler: RequestListener,
  tls?: { key: string; cert: string },
): Promise<Loopback> {
  const server = tls ? createSecureServer(tls, handler) : createServer(handler);
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    url: `http${tls ? 's' : ''}://127.0.0.1:${port}`,
    port,
    allow: [`127.0.0.1:${port}`],
    server,
    connections: () => connections,
    open: () => sockets.size,
    idle: async () => {
      await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.on('close', resolve))));
    },
  };
}
