import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface PageServer {
  readonly url: string;
  /** What opens it: `127.0.0.1` and its port. */
  readonly allow: readonly string[];
  readonly port: number;
  /** Requests that have arrived, as `GET /path`. */
  readonly seen: readonly string[];
}

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server on 127.0.0.1 that goes away with the test. */
export async function serve(answer: Answer): Promise<PageServer> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      seen.push(`${request.method} ${request.url}`);
      answer(request, response, body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, allow: [`127.0.0.1:${port}`], port, seen };
}

export function html(response: ServerResponse, page: string, type = 'text/html; charset=utf-8'): void {
  response.writeHead(200, { 'content-type': type }).end(page);
}
