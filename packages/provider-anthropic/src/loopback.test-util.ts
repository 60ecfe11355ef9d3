import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import type {
  AssistantMessage,
  AssistantPart,
  Finish,
  JsonObject,
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
import { anthropic } from './index.ts';

export const testKey = 'sk-ant-test-4711';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** Foreign JSON, looked at by tests. */
  readonly body: JsonObject;
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
        method: incoming.method ?? '',
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
  return { baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, sockets };
}

export type Make = (baseURL: string) => Provider;

/** The ways a body can go: our own HTTP, a `fetch` of the caller, the SDK. */
export const transports: [string, Make][] = [
  ['own HTTP', (baseURL) => anthropic({ baseURL, apiKey: testKey })],
  ['own fetch', (baseURL) => anthropic({ baseURL, apiKey: testKey, fetch: (...args) => fetch(...args) })],
  ['the client', (baseURL) => anthropic({ client: new Anthropic({ baseURL, apiKey: testKey }) })],
];

/** Events of a stream, as the API frames them. */
export const sse = (...events: { type: string }[]): string =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

/** A whole stream with these content blocks, each given by its start and its deltas. */
export function streamOf(
  blocks: readonly (readonly [start: object, ...deltas: object[]])[],
  stop = 'end_turn',
): string {
  const usage = { input_tokens: 10, output_tokens: 1 };
  return sse(
    { type: 'message_start', message: { id: 'msg_1', model: 'm-1', content: [], usage } } as never,
    ...blocks.flatMap(([content_block, ...deltas], index) => [
      { type: 'content_block_start', index, content_block } as never,
      ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta }) as never),
      { type: 'content_block_stop', index } as never,
    ]),
    { type: 'message_delta', delta: { stop_reason: stop }, usage: { output_tokens: 5 } } as never,
    { type: 'message_stop' },
  );
}

export const textBlock = (text: string): [object, object] => [
  { type: 'text', text: '' },
  { type: 'text_delta', text },
];

/** A handler that answers with an event stream. */
export const streams =
  (text: string): Handler =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end(text);

/** A handler that gives these answers one after the other. */
export function inTurn(...texts: string[]): Handler {
  const left = [...texts];
  return (response, seen) => streams(left.shift() ?? sse({ type: 'error' }))(response, seen);
}

export const user = (text: string, id = `u-${text}`): Message => ({
  id,
  role: 'user',
  content: [{ type: 'text', text }],
});

export function request(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'claude-test',
    messages: [user('Hi')],
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
  /** In the order of their index, deltas standing in where there is no `part` event, as core reads them. */
  readonly parts: ModelPart[];
  readonly text: string;
  readonly reasoning: string;
  readonly calls: RawToolCall[];
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
  const parts = new Map<number, ModelPart>();
  for (const event of events) {
    if (event.type === 'part') parts.set(event.index, event.part);
    else if (event.type === 'text' || event.type === 'reasoning') {
      const before = parts.get(event.index);
      const text = before?.type === event.type ? before.text : '';
      parts.set(event.index, { type: event.type, text: text + event.text });
    }
  }
  const ordered = [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
  const join = (type: 'text' | 'reasoning'): string =>
    ordered.map((part) => (part.type === type ? part.text : '')).join('');
  const finish = events.find((event) => event.type === 'finish');
  return {
    events,
    parts: ordered,
    text: join('text'),
    reasoning: join('reasoning'),
    calls: ordered.filter((part) => part.type === 'tool-call' && part.executor === 'client') as RawToolCall[],
    warnings: events.filter((event) => event.type === 'warning'),
    finish: finish?.finish,
    usage: finish?.usage,
  };
}

/** The message that core makes of an answer. */
export function toMessage({ parts, finish }: Outcome, model = 'claude-test', id = 'a1'): AssistantMessage {
  const content = parts.map((part): AssistantPart => {
    if (part.type !== 'tool-call') return part;
    const { args, repairs: _repairs, refusal: _refusal, ...call } = part;
    return { ...call, input: typeof args === 'string' ? JSON.parse(args || '{}') : args };
  });
  const message: AssistantMessage = {
    id,
    role: 'assistant',
    content,
    origin: { provider: 'anthropic', model },
  };
  // As after any store.
  return JSON.parse(JSON.stringify(finish ? { ...message, finish } : message));
}

export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error; // what a test then looks at
  }
  throw new Error('It did not reject.');
}
