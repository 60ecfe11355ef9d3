import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type {
  Finish,
  Message,
  ModelEvent,
  ModelPart,
  ModelRequest,
  ModelWarning,
  Provider,
  RawToolCall,
  Usage,
} from '@pegboard/core/provider';
import { OpenAI } from 'openai';
import { onTestFinished } from 'vitest';
import { openai } from './index.ts';

export interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** Foreign JSON, looked at by tests. */
  readonly body: Record<string, never>;
}

export type Handler = (response: ServerResponse, seen: Seen) => unknown;

/** A host on 127.0.0.1 that goes away with the test. */
export async function host(
  handler: Handler,
): Promise<{ baseURL: string; seen: Seen[]; sockets: Set<Socket> }> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const each = {
        path: incoming.url ?? '',
        headers: incoming.headers,
        text,
        body: JSON.parse(text) as never,
      };
      seen.push(each);
      handler(response, each);
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  // A TCP server has an address with a port.
  return { baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen, sockets };
}

export type Make = (baseURL: string) => Provider;

/** The ways a body can go: our own HTTP, a `fetch` of the caller, the SDK. */
export const transports: [string, Make][] = [
  ['own HTTP', (baseURL) => openai({ baseURL, apiKey: 'sk-test-key' })],
  ['own fetch', (baseURL) => openai({ baseURL, apiKey: 'sk-test-key', fetch: (...args) => fetch(...args) })],
  ['the openai client', (baseURL) => openai({ client: new OpenAI({ baseURL, apiKey: 'sk-test-key' }) })],
];

export const sse = (...chunks: unknown[]): string =>
  chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');

/** A handler that answers with an event stream. */
export const streams =
  (text: string): Handler =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);

/** A chunk with one delta. */
export const delta = (content: object, finishReason: string | null = null): object => ({
  id: 'chatcmpl-1',
  model: 'm-1',
  choices: [{ index: 0, delta: content, finish_reason: finishReason }],
});

export const done = 'data: [DONE]\n\n';

export const ask: Message = { id: 'u1', role: 'user', content: [{ type: 'text', text: 'Hi' }] };

export function request(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'gpt-test',
    messages: [ask],
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    settings: {},
    deltas: true,
    signal: new AbortController().signal,
    ...change,
  };
}

export interface Outcome {
  readonly events: ModelEvent[];
  readonly text: string;
  readonly reasoning: string;
  readonly calls: RawToolCall[];
  readonly parts: ModelPart[];
  readonly warnings: ModelWarning[];
  readonly finish: Finish | undefined;
  readonly usage: Usage | undefined;
}

export async function run(provider: Provider, change: Partial<ModelRequest> = {}): Promise<Outcome> {
  const events: ModelEvent[] = [];
  for await (const batch of provider.stream(request(change))) events.push(...batch);
  return summarise(events);
}

export function summarise(events: ModelEvent[]): Outcome {
  const parts = events.flatMap((event) => (event.type === 'part' ? [event.part] : []));
  const join = (type: 'text' | 'reasoning'): string =>
    events.map((event) => (event.type === type ? event.text : '')).join('');
  const finish = events.find((event) => event.type === 'finish');
  return {
    events,
    text: join('text'),
    reasoning: join('reasoning'),
    calls: parts.filter((part) => part.type === 'tool-call'),
    parts,
    warnings: events.filter((event) => event.type === 'warning'),
    finish: finish?.finish,
    usage: finish?.usage,
  };
}

export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error; // what a test then looks at
  }
  throw new Error('It did not reject.');
}
