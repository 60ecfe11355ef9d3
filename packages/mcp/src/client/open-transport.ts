import {
  type AuthProvider,
  type OAuthClientProvider,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { isOAuth } from '../auth/authorize.ts';
import { ChildTransport } from './child-transport.ts';
import type { McpAuth, McpHttpOptions } from './options.ts';
import type { ServerSpec } from './server-spec.ts';

/** A new transport to the server, not started yet. `older`: HTTP with server-sent events, as before 2025. */
export async function openTransport({ options }: ServerSpec, older: boolean): Promise<Transport> {
  if ('transport' in options) {
    const { transport } = options;
    return typeof transport === 'function' ? transport() : transport;
  }
  if ('command' in options) {
    const { command, args = [], env = {}, cwd } = options;
    return new ChildTransport({ command, args, env, ...(cwd !== undefined && { cwd }) });
  }
  return older ? new SSEClientTransport(new URL(options.url), httpOptions(options)) : streamable(options);
}

function streamable(options: McpHttpOptions): Transport {
  return new StreamableHTTPClientTransport(new URL(options.url), httpOptions(options));
}

function httpOptions({ url, headers = {}, auth, fetch }: McpHttpOptions): {
  requestInit: RequestInit;
  authProvider?: AuthProvider | OAuthClientProvider;
  fetch?: typeof globalThis.fetch;
} {
  return {
    requestInit: { headers: { ...headers } },
    ...(auth && { authProvider: authProviderOf(auth, url) }),
    ...(fetch && { fetch }),
  };
}

function authProviderOf(auth: McpAuth, url: string): AuthProvider | OAuthClientProvider {
  if (typeof auth === 'function') return { token: async () => auth() };
  return isOAuth(auth) ? auth.forServer(url) : auth;
}
