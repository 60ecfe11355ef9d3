import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived. Header names in lower case. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** One request and the way to answer it, piece by piece. */
export interface Exchange {
  readonly request: ReceivedRequest;
  readonly head: (status: number, headers: Readonly<Record<string, string>>) => void;
  /** Sends one network chunk; resolves when it has left. */
  readonly write: (chunk: string | Uint8Array) => Promise<void>;
  readonly end: () => void;
  /** Breaks the connection with a TCP reset. */
  readonly reset: () => void;
  /** Resolves when the connection closes before the answer is complete. */
  readonly closed: Promise<void>;
}

export interface LoopbackServer extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  close(): Promise<void>;
}

/** An HTTP server on 127.0.0.1 whose every request goes to `handle`. What `handle` throws is answered with status 500. */
export async function startLoopback(
  handle: (exchange: Exchange) => Promise<void> | void,
): Promise<LoopbackServer> {
  const server = createServer({ keepAliveTimeout: 1000 }, (incoming, outgoing) => {
    void answer(incoming, outgoing, handle);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // `address()` is null or a text only for pipes and closed servers.
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { origin: `http://127.0.0.1:${port}`, close, [Symbol.asyncDispose]: close };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (exchange: Exchange) => Promise<void> | void,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    outgoing.on('close', () => outgoing.writableFinished || resolve());
  });
  // A client that goes away makes writes fail; `closed` tells of it.
  outgoing.on('error', () => {});
  try {
    const request = await receive(incoming);
    await handle({
      request,
      head: (status, headers) => {
        outgoing.writeHead(status, headers);
        outgoing.flushHeaders();
      },
      write: (chunk) => send(outgoing, chunk),
      end: () => void outgoing.end(),
      reset: () => void incoming.socket.resetAndDestroy(),
      closed,
    });
  } catch (error) {
    if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain' });
    outgoing.end(String(error));
  }
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const url = incoming.url ?? '/';
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method: incoming.method ?? '',
    url,
    path: url.split('?', 1)[0] ?? url,
    headers: Object.fromEntries(headers),
    text: await text(incoming),
  };
}

/** A turn of the event loop after each chunk keeps chunks apart on the receiving side. */
function send(outgoing: ServerResponse, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed) return resolve();
    outgoing.write(chunk, () => setImmediate(resolve));
  });
}
