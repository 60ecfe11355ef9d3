import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type * as Https from 'node:https';
import type { RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import { PegboardError } from '../errors/pegboard-error.ts';
import { type ChunkQueue, createChunkQueue } from './chunk-queue.ts';
import { fromFetchResponse } from './http-fetch.ts';
import type { HttpHeaders, HttpRequest, HttpResponse } from './http-types.ts';
import { proxyAuthorization, proxyFor } from './proxy.ts';
import { readText } from './read-text.ts';

export { fromFetchResponse };

// `import` would read every export of `node:http`, and load Node's WebSocket and fetch with it, which takes eight times as long.
const http = process.getBuiltinModule('node:http');
/** With the first address that needs it. */
const https = (): typeof Https => process.getBuiltinModule('node:https');

/** Time for a response that nobody reads any more to end by itself, so that its connection can be used again. */
const lingerMs = 50;

/** The transport on Node: `node:http(s)` with keep-alive, proxy variables and custom certificates. */
export function sendHttp(request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { signal } = request;
    signal?.throwIfAborted();
    const outgoing = open(request);
    let queue: ChunkQueue | undefined;
    const onAbort = (): void => {
      reject(signal?.reason);
      queue?.abort(signal?.reason);
      outgoing.destroy();
    };
    signal?.addEventListener('abort', onAbort);
    outgoing.on('response', (incoming) => {
      queue = queueOf(incoming);
      resolve(toResponse(incoming, queue));
    });
    outgoing.on('error', (error) => {
      reject(error);
      queue?.fail(error);
    });
    outgoing.on('close', () => {
      signal?.removeEventListener('abort', onAbort);
      if (queue === undefined) reject(broken('The connection was closed before the answer'));
    });
    write(outgoing, request.body);
  });
}

/** In one go: the socket is corked until all pieces are there. */
function write(outgoing: ClientRequest, body: HttpRequest['body']): void {
  if (!Array.isArray(body)) return void outgoing.end(body);
  outgoing.cork();
  for (const piece of body) outgoing.write(piece);
  outgoing.end();
  outgoing.uncork();
}

function queueOf(incoming: IncomingMessage): ChunkQueue {
  let linger: ReturnType<typeof setTimeout> | undefined;
  const queue = createChunkQueue({
    join: (chunks) => Buffer.concat(chunks),
    pause: () => incoming.pause(),
    resume: () => incoming.resume(),
    leave: () => {
      linger = setTimeout(() => incoming.destroy(), lingerMs).unref();
      incoming.resume();
    },
  });
  incoming.on('data', (chunk: Uint8Array) => queue.push(chunk));
  let ended = false;
  incoming.on('end', () => {
    ended = true;
    queue.end();
  });
  incoming.on('error', (error) => queue.fail(error));
  incoming.on('close', () => {
    clearTimeout(linger);
    if (!ended) queue.fail(broken('The connection was closed in the middle of the answer'));
  });
  return queue;
}

function toResponse(incoming: IncomingMessage, queue: ChunkQueue): HttpResponse {
  return {
    status: incoming.statusCode ?? 0,
    headers: joinHeaders(incoming),
    body: queue.chunks,
    text: (maxBytes) =>
      maxBytes === undefined ? queue.all().then(decode) : readText(queue.chunks, maxBytes),
  };
}

function decode(chunks: readonly Uint8Array[]): string {
  // As one piece of bytes: a character may be cut.
  return new TextDecoder().decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
}

function joinHeaders({ headers }: IncomingMessage): HttpHeaders {
  const { 'set-cookie': cookies } = headers;
  // Node joins the others itself.
  return (cookies ? { ...headers, 'set-cookie': cookies.join(', ') } : headers) as HttpHeaders;
}

function broken(what: string): PegboardError {
  return new PegboardError({ code: 'network', what });
}

/** Chooses the way to the host: straight, through a proxy (plain http), or through a tunnel in a proxy (https). */
function open(request: HttpRequest): ClientRequest {
  const { url, host, port, path, proxy } = addressOf(request.url);
  const { method, signal } = request;
  const agentOf = (way: Way): Agent => agentFor(way, proxy, request.ca);
  if (url.protocol === 'https:') {
    // Out of a list of headers Node does not take the name that the certificate must have.
    const servername = request.headers.host?.replace(/:\d+$/, '');
    const options: TunnelOptions = { method, host, port, path, headers: headersFor(request, url) };
    if (servername !== undefined)
      options.servername = process.getBuiltinModule('node:net').isIP(servername) ? '' : servername;
    return https().request({ ...options, agent: agentOf('https'), tunnelSignal: signal } as RequestOptions);
  }
  if (proxy === undefined)
    return http.request({
      method,
      host,
      port,
      path,
      headers: headersFor(request, url),
      agent: agentOf('http'),
    });
  return startProxied(proxy, {
    method,
    host: bareHost(proxy),
    port: proxy.port,
    path: `${url.origin}${path}`,
    headers: headersFor(request, url, { host: url.host, ...proxyAuthorization(proxy) }),
    agent: agentOf(proxy.protocol === 'https:' ? 'toHttpsProxy' : 'http'),
  });
}

/** A list of names and values, which Node writes as it is: an object it would copy into a table of its own first. */
function headersFor({ headers, body }: HttpRequest, url: URL, more: HttpHeaders = noHeaders): string[] {
  const { host = headers.host ?? url.host } = more;
  const list = ['host', host, 'user-agent', headers['user-agent'] ?? 'pegboard'];
  for (const name in headers) {
    const known = name === 'host' || name === 'user-agent' || name === 'content-length' || name in more;
    if (!known) list.push(name, headers[name] ?? '');
  }
  for (const name in more) if (name !== 'host') list.push(name, more[name] ?? '');
  if (body !== undefined) list.push('content-length', String(lengthOf(body)));
  return list;
}

const noHeaders: HttpHeaders = {};

function lengthOf(body: NonNullable<HttpRequest['body']>): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.length : body.reduce((sum, piece) => sum + piece.length, 0);
}

interface Address {
  readonly url: URL;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  /** By the environment as it was with the first request. */
  readonly proxy: URL | undefined;
}

const addresses = new Map<string, Address>();

/** Requests go to few addresses. Where they do not, it begins anew. */
function addressOf(text: string): Address {
  const known = addresses.get(text);
  if (known) return known;
  const url = new URL(text);
  const address = {
    url,
    host: bareHost(url),
    port: url.port,
    path: url.pathname + url.search,
    proxy: proxyFor(url, process.env),
  };
  if (addresses.size >= 100) addresses.clear();
  addresses.set(text, address);
  return address;
}

function startProxied(proxy: URL, options: RequestOptions): ClientRequest {
  return proxy.protocol === 'https:' ? https().request(options) : http.request(options);
}

/** `node:http` wants IPv6 addresses without brackets. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

type Way = 'http' | 'https' | 'toHttpsProxy';

/** One pool of connections per process, way, proxy and set of certificates. */
const pools = new Map<string, Agent>();

/** Node keeps 256: where more are used at once, the others would be opened anew for each request. */
const maxFreeSockets = 4096;

function agentFor(way: Way, proxy: URL | undefined, ca: HttpRequest['ca']): Agent {
  const key = proxy || ca ? JSON.stringify([way, proxy?.href, ca]) : way;
  let agent = pools.get(key);
  if (agent === undefined) {
    const options = {
      keepAlive: true,
      maxFreeSockets,
      ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
    };
    agent = new (way === 'http' ? http : https()).Agent(options);
    if (way === 'https' && proxy !== undefined) tunnelThrough(agent, proxy, options);
    pools.set(key, agent);
  }
  return agent;
}

interface TunnelOptions extends RequestOptions {
  /** Our own key: the agent hands all options of a request to `createConnection`. */
  readonly tunnelSignal?: AbortSignal | undefined;
}

/** Makes an agent open its connections with CONNECT; they are kept alive and shared like others. */
function tunnelThrough(agent: Agent, proxy: URL, { ca }: Pick<ConnectionOptions, 'ca'>): void {
  agent.createConnection = (options: TunnelOptions, done) => {
    const target = `${options.host?.includes(':') ? `[${options.host}]` : options.host}:${options.port || 443}`;
    const connect = startProxied(proxy, {
      method: 'CONNECT',
      host: bareHost(proxy),
      port: proxy.port,
      path: target,
      headers: { host: target, ...proxyAuthorization(proxy) },
      ...(proxy.protocol === 'https:' ? { ca } : {}),
      agent: false,
    });
    const fail = (error: Error): void => done?.(error, undefined as unknown as Duplex); // Node passes nothing here too
    const onAbort = (): void => void connect.destroy();
    options.tunnelSignal?.addEventListener('abort', onAbort);
    connect.on('close', () => options.tunnelSignal?.removeEventListener('abort', onAbort));
    connect.on('error', fail);
    connect.on('response', (answer) => {
      answer.destroy();
      fail(broken(`The proxy ${proxy.host} refused the connection with status ${answer.statusCode}`));
    });
    connect.on('connect', (answer, socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        return fail(
          broken(`The proxy ${proxy.host} refused the connection with status ${answer.statusCode}`),
        );
      }
      // Node adds the options of TLS to those of the request; `path` would mean a socket file.
      const { path: _, ...tls } = options as ConnectionOptions;
      done?.(null, process.getBuiltinModule('node:tls').connect({ ...tls, socket }));
    });
    connect.end();
    return undefined;
  };
}
