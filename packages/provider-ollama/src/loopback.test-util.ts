import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
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
  ToolCallPart,
  ToolContentPart,
  ToolResultPart,
  ToolSpec,
  Usage,
  UserPart,
} from '@pegboard/core/provider';
import { ollamaChatWire } from '@pegboard/testing';
import { Ollama } from 'ollama';
import { expect, onTestFinished } from 'vitest';
import { ollama, type OllamaOptions } from './index.ts';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
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
      const { method = '', url: path = '', headers } = incoming;
      const each = { method, path, headers, text, body: JSON.parse(text || '{}') as JsonObject };
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

/** An address at which nothing listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // As above.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

export const apiKey = 'key-4711-secret';

/** The ways a body can go: our own HTTP, a `fetch` of the caller, the client of the package. */
export const transports: [string, (baseURL: string, options?: OllamaOptions) => Provider][] = [
  ['own HTTP', (baseURL, options) => ollama({ baseURL, apiKey, ...options })],
  [
    'own fetch',
    (baseURL, options) => ollama({ baseURL, apiKey, fetch: (...args) => fetch(...args), ...options }),
  ],
  [
    'the package ollama',
    (baseURL, options) =>
      ollama({
        client: new Ollama({ host: baseURL, headers: { Authorization: `Bearer ${apiKey}` } }),
        ...options,
      }),
  ],
];

export const line = (value: object): string => `${JSON.stringify(value)}\n`;

/** A line of a stream with this much of the message. */
export const say = (message: object): string =>
  line({ model: 'm:8b', message: { role: 'assistant', content: '', ...message }, done: false });

export const done = (more: object = {}): string =>
  line({
    model: 'm:8b',
    message: { role: 'assistant', content: '' },
    done: true,
    done_reason: 'stop',
    ...more,
  });

/** A handler that answers with lines. */
export const streams =
  (...lines: readonly string[]): Handler =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(lines.join(''));

export const answers =
  (body: unknown, status = 200): Handler =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

export const user = (...parts: readonly (string | UserPart)[]): Message => ({
  id: 'u',
  role: 'user',
  content: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
});

export const system = (text: string): Message => ({
  id: 's',
  role: 'system',
  content: [{ type: 'text', text }],
});

export const assistant = (
  content: readonly AssistantPart[],
  origin?: AssistantMessage['origin'],
): Message => ({ id: 'a', role: 'assistant', content, ...(origin && { origin }) });

export const toolCall = (callId: string, name: string, input: JsonObject = {}): ToolCallPart => ({
  type: 'tool-call',
  callId,
  name,
  input,
  executor: 'client',
});

export const toolResult = (
  callId: string,
  name: string,
  ...content: readonly (string | ToolContentPart)[]
): ToolResultPart => ({
  type: 'tool-result',
  callId,
  name,
  status: 'success',
  content: content.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
  executor: 'client',
});

export const results = (...content: readonly ToolResultPart[]): Message => ({
  id: 't',
  role: 'tool',
  content,
});

export const tool = (name: string, inputSchema: ToolSpec['inputSchema'] = { type: 'object' }): ToolSpec => ({
  name,
  description: `Does ${name}`,
  inputSchema,
});

export function request(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'test-model:8b',
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
  const parts: ModelPart[] = events.flatMap((event) => (event.type === 'part' ? [event.part] : []));
  const join = (type: 'text' | 'reasoning'): string =>
    events.map((event) => (event.type === type ? event.text : '')).join('');
  const finish = events.find((event) => event.type === 'finish');
  return {
    events,
    text: join('text'),
    reasoning: join('reasoning'),
    calls: parts.filter((part) => part.type === 'tool-call'),
    warnings: events.filter((event) => event.type === 'warning'),
    finish: finish?.finish,
    usage: finish?.usage,
  };
}

export interface Sent {
  readonly body: JsonObject;
  readonly messages: readonly JsonObject[];
  readonly warnings: ModelWarning[];
}

/** What a request is sent as, which the strict server must take. */
export async function sent(change: Partial<ModelRequest> = {}, options: OllamaOptions = {}): Promise<Sent> {
  const { baseURL, seen } = await host(
    change.deltas === false
      ? answers({ message: { role: 'assistant', content: 'ok' }, done: true, done_reason: 'stop' })
      : streams(done()),
  );
  const { warnings } = await run(ollama({ baseURL, ...options }), change);
  const body = seen[0]?.body ?? {};
  expect(ollamaChatWire.violations(body)).toEqual([]);
  return { body, messages: body.messages as readonly JsonObject[], warnings }; // as the strict server has checked
}

export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error; // what a test then looks at
  }
  throw new Error('It did not reject.');
}
