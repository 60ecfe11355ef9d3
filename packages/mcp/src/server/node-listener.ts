import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** A listener for `createServer` of `node:http` that answers with a web-standard handler. */
export function nodeListener(
  handle: (request: Request) => Promise<Response>,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (incoming, outgoing) => {
    void answer(handle, incoming, outgoing).catch(() => fail(outgoing));
  };
}

async function answer(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const { status, headers, body } = await handle(requestOf(incoming, gone.signal));
  outgoing.writeHead(status, Object.fromEntries(headers));
  if (!body) return void outgoing.end();
  outgoing.flushHeaders();
  // The two types of web streams describe the same objects. Whoever leaves has heard enough.
  await pipeline(Readable.fromWeb(body as ReadableStream), outgoing).catch(() => undefined);
}

/** The handler did not answer. What it threw is not for strangers. */
function fail(outgoing: ServerResponse): void {
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(500).end();
}

function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headers } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const entries = Object.entries(headers).flatMap(([name, value = '']): [string, string][] =>
    Array.isArray(value) ? value.map((one) => [name, one]) : [[name, value]],
  );
  return new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), {
    method,
    headers: entries,
    signal,
    // The two types of web streams describe the same objects.
    ...(hasBody && { body: Readable.toWeb(incoming) as BodyInit, duplex: 'half' }),
  });
}
