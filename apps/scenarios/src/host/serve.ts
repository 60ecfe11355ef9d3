import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Sent {
  readonly status: number;
  readonly type: string;
  /** Each is a network chunk of its own. */
  readonly chunks: readonly string[];
}

export interface Server extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
}

/** A server on 127.0.0.1 that answers each request with what `handle` gives; what it throws is status 500. */
export async function serve(handle: (request: Received) => Promise<Sent>): Promise<Server> {
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing, handle));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Received) => Promise<Sent>,
): Promise<void> {
  const request = await receive(incoming);
  const { status, type, chunks } = await handle(request).catch((error: unknown) => failed(error));
  outgoing.writeHead(status, { 'content-type': type });
  for (const chunk of chunks) {
    // A turn of the event loop keeps chunks apart.
    await new Promise<void>((resolve) => outgoing.write(chunk, () => setImmediate(resolve)));
  }
  outgoing.end();
}

function failed(error: unknown): Sent {
  return { status: 500, type: 'text/plain', chunks: [String(error)] };
}

async function receive(incoming: IncomingMessage): Promise<Received> {
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    headers: Object.fromEntries(headers),
    text: await text(incoming),
  };
}
