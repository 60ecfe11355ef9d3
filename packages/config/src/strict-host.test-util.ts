import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '@pegboard/core';
import type { WireAnswer, WireFormat, WireRequest } from '@pegboard/testing';
import { onTestFinished } from 'vitest';

export interface StrictHost {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  readonly seen: readonly WireRequest[];
  readonly keys: readonly (string | undefined)[];
}

/** A host of one API on 127.0.0.1 that refuses what the API refuses, and otherwise gives the answers in turn. */
export async function strictHost(wire: WireFormat, answers: readonly WireAnswer[]): Promise<StrictHost> {
  const seen: WireRequest[] = [];
  const keys: (string | undefined)[] = [];
  const answerTo = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = incoming.url ?? '/';
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const body = JSON.parse((await text(incoming)) || '{}') as JsonObject;
    const known = wire.accepts(incoming.method ?? '', url.split('?', 1)[0] ?? '');
    const problems = known
      ? wire.violations(body, url, headers)
      : [`${incoming.method} ${url} is no model call`];
    const answer = answers[seen.length];
    if (problems.length > 0 || !answer) {
      outgoing.writeHead(400, { 'content-type': 'application/json' });
      outgoing.end(
        JSON.stringify(wire.errorBody({ status: 400, message: problems.join('; ') || 'no answer is left' })),
      );
      return;
    }
    seen.push(wire.readRequest(body, url));
    keys.push(wire.keyOf?.(headers, url));
    const streamed = wire.wantsStream(body, url);
    const streamType = wire.framing === 'sse' ? 'text/event-stream' : 'application/x-ndjson';
    outgoing.writeHead(200, { 'content-type': streamed ? streamType : 'application/json' });
    outgoing.end(streamed ? wire.frames(answer).join('') : JSON.stringify(wire.body(answer)));
  };
  const server = createServer((incoming, outgoing) => void answerTo(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  // A TCP server has an address with a port.
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, keys };
}
