import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withDeadline } from '@pegboard/core/provider';
import type { OAuthOptions } from './oauth-options.ts';

export interface LoopbackRedirect extends Pick<OAuthOptions, 'redirectUrl' | 'authorize'> {
  readonly close: () => void;
}

/**
 * Receives the user who comes back from logging in, at an address of this machine that nobody else reaches; spread it into `oauth`. `open`
 * shows the user the address of the login. Without `port` a free one is taken, which servers that compare addresses to the letter do not
 * know again.
 */
export async function loopbackRedirect(options: {
  readonly open: (url: URL) => void;
  readonly port?: number;
}): Promise<LoopbackRedirect> {
  let arrived: ((url: URL) => void) | undefined;
  const server = createServer((request, response) =>
    receive(request, response, origin, (url) => arrived?.(url)),
  );
  server.listen(options.port ?? 0, '127.0.0.1').unref();
  await once(server, 'listening');
  // A server that listens on a port has the address of one.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    redirectUrl: `${origin}/callback`,
    async authorize(url, { signal }) {
      const back = new Promise<URL>((resolve) => (arrived = resolve));
      options.open(url);
      // The login keeps the process alive, the server alone does not.
      server.ref();
      return withDeadline(() => back, { ms: false, signal }).finally(() => server.unref());
    },
    close: () => void server.close(),
  };
}

function receive(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  arrived: (url: URL) => void,
): void {
  const url = new URL(request.url ?? '/', origin);
  if (url.pathname !== '/callback') {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end('Done. This page can be closed.');
  arrived(url);
}
