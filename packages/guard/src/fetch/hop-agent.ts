import type { Agent, ClientRequest } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { type PegboardError } from '@pegboard/core';
import { failure } from '../refusal.ts';
import { http, https } from './node-http.ts';

interface HopAgentOptions {
  readonly secure: boolean;
  readonly ca: string | string[] | undefined;
  readonly proxy: URL | undefined;
  /** Where the proxy is asked to connect to. */
  readonly address: string;
  readonly signal: AbortSignal;
}

/** An agent for one request: no connection is kept, certificates are always checked, whatever the environment says. */
export function createHopAgent(options: HopAgentOptions): Agent {
  const { secure, ca, proxy } = options;
  const tls = { rejectUnauthorized: true, ...(ca !== undefined && { ca }) };
  const agent = secure
    ? new https.Agent({ keepAlive: false, maxCachedSessions: 0, ...tls })
    : new http.Agent();
  if (proxy) tunnelThrough(agent, proxy, options);
  return agent;
}

/** Makes an agent open its connection with CONNECT to the checked address; TLS in it is between us and the host. */
function tunnelThrough(agent: Agent, proxy: URL, { secure, address, signal }: HopAgentOptions): void {
  agent.createConnection = (options: RequestOptions, done) => {
    const target = `${address.includes(':') ? `[${address}]` : address}:${options.port}`;
    const fail = (error: Error): void => done?.(error, undefined as unknown as Duplex); // Node passes nothing here too
    const connect = startConnect(proxy, target);
    const onAbort = (): void => void connect.destroy();
    signal.addEventListener('abort', onAbort);
    connect.on('close', () => signal.removeEventListener('abort', onAbort));
    connect.on('error', fail);
    connect.on('response', (answer) => {
      answer.destroy();
      fail(refused(proxy, answer.statusCode));
    });
    connect.on('connect', (answer, socket) => {
      if (answer.statusCode === 200) return done?.(null, secure ? secured(options, socket) : socket);
      socket.destroy();
      return fail(refused(proxy, answer.statusCode));
    });
    connect.end();
    return undefined;
  };
}

function startConnect(proxy: URL, target: string): ClientRequest {
  const options: RequestOptions = {
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port,
    path: target,
    headers: { host: target, ...authorizationOf(proxy) },
    agent: false,
  };
  return proxy.protocol === 'https:' ? https.request(options) : http.request(options);
}

function secured(options: RequestOptions, socket: Duplex): Duplex {
  // Node adds the options of TLS to those of the request; `path` would mean a socket file.
  const { path: _, ...tls } = options as ConnectionOptions;
  return connectTls({ ...tls, socket });
}

function authorizationOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { 'proxy-authorization': `Basic ${credentials.toString('base64')}` };
}

function refused(proxy: URL, status: number | undefined): PegboardError {
  return failure('network', {
    what: `The proxy ${proxy.host} made no connection`,
    evidence: `It answered with status ${status}`,
    fix: 'The proxy must take CONNECT to addresses; names are resolved before it is asked',
  });
}
