import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { GoogleGenAI } from '@google/genai';
import { GoogleGenerativeAI } from '@google/generative-ai';
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
import { onTestFinished } from 'vitest';
import { google, type GoogleClient } from './index.ts';

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
): Promise<{ origin: string; seen: Seen[]; sockets: Set<Socket> }> {
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
        body: JSON.parse(text || '{}') as never,
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
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, sockets };
}

export const apiKey = 'key-4711-secret';

export type Make = (origin: string) => Provider;

const genai = (origin: string): GoogleGenAI =>
  new GoogleGenAI({ apiKey, apiVersion: 'v1beta', httpOptions: { baseUrl: origin } });

/** As a client before 3.0, which takes no `fetch`. */
const withoutFetch = (origin: string): GoogleClient =>
  Object.assign({ models: genai(origin).models }, { apiKey });

const generativeAI = (origin: string): GoogleClient => {
  const client = new GoogleGenerativeAI(apiKey);
  return { apiKey, getGenerativeModel: (params) => client.getGenerativeModel(params, { baseUrl: origin }) };
};

/** The ways a body can go: our own HTTP, a `fetch` of the caller, the SDKs. */
export const transports: [string, Make][] = [
  ['own HTTP', (origin) => google({ baseURL: `${origin}/v1beta`, apiKey })],
  [
    'own fetch',
    (origin) => google({ baseURL: `${origin}/v1beta`, apiKey, fetch: (...args) => fetch(...args) }),
  ],
  ['@google/genai', (origin) => google({ client: genai(origin) })],
  ['@google/genai without fetch', (origin) => google({ client: withoutFetch(origin) })],
  ['@google/generative-ai', (origin) => google({ client: generativeAI(origin) })],
];

export const sse = (...chunks: unknown[]): string =>
  chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join('');

/** A handler that answers with an event stream. */
export const streams =
  (text: string): Handler =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);

export const answers =
  (body: unknown, status = 200): Handler =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** A response with these parts. */
export const chunk = (parts: readonly object[], finishReason?: string, more: object = {}): object => ({
  candidates: [
    { content: { role: 'model', parts }, index: 0, ...(finishReason && { finishReason }), ...more },
  ],
  modelVersion: 'm-1',
  responseId: 'resp-1',
});

export const ask: Message = { id: 'u1', role: 'user', content: [{ type: 'text', text: 'Hi' }] };

export function request(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'gemini-3.8-flash',
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
  /** In order, with those that came only in deltas. */
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
  const whole = new Map<number, ModelPart>();
  for (const event of events) {
    if (event.type === 'part') whole.set(event.index, event.part);
    else if (event.type === 'text' || event.type === 'reasoning') {
      const before = whole.get(event.index);
      const text = before?.type === event.type ? before.text : '';
      whole.set(event.index, { type: event.type, text: text + event.text });
    }
  }
  const parts = [...whole].toSorted(([a], [b]) => a - b).map(([, part]) => part);
  const join = (type: 'text' | 'reasoning'): string =>
    parts.map((part) => (part.type === type ? part.text : '')).join('');
  const finish = events.find((event) => event.type === 'finish');
  return {
    events,
    text: join('text'),
    reasoning: join('reasoning'),
    calls: parts.filter((part) => part.type === 'tool-call').filter(({ executor }) => executor === 'client'),
    parts,
    warnings: events.filter((event) => event.type === 'warning'),
    finish: finish?.finish,
    usage: finish?.usage,
  };
}

/** The message that core makes of an answer; calls without an id get one. */
export function toMessage({ parts, finish }: Outcome, id: string, model: string): Message {
  const content = parts.map((part, at) => {
    if (part.type !== 'tool-call') return part;
    const { args, ...call } = part;
    const input = typeof args === 'string' ? {} : args;
    return { ...call, callId: call.callId || `${id}_${at}`, input };
  });
  return { id, role: 'assistant', content, origin: { provider: 'google', model }, ...(finish && { finish }) };
}

export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error; // what a test then looks at
  }
  throw new Error('It did not reject.');
}
