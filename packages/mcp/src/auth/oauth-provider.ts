import { randomUUID } from 'node:crypto';
import {
  DpopSession,
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
} from '@modelcontextprotocol/client';
import { PegboardError } from '@pegboard/core';
import type { McpAuthStore } from './auth-store.ts';
import { createCredentials } from './credentials.ts';
import type { OAuthOptions } from './oauth-options.ts';

/** What the SDK asks for tokens, and the answer of the user who was sent to log in. */
export interface InteractiveProvider extends OAuthClientProvider {
  /** The parameters that the user came back with. Rejects when nobody was sent away, or somebody else came back. */
  readonly callback: (signal: AbortSignal) => Promise<URLSearchParams>;
}

export function createOAuthProvider(
  options: OAuthOptions,
  store: McpAuthStore,
  server: string,
): InteractiveProvider {
  const { forget, ...credentials } = createCredentials(options, store, server);
  let state: string | undefined;
  let verifier: string | undefined;
  let sentTo: URL | undefined;
  let discovery: OAuthDiscoveryState | undefined;
  let isPending = false;
  let session: Promise<DpopSession> | undefined;

  return {
    ...credentials,
    redirectUrl: options.redirectUrl,
    ...(options.clientMetadataUrl !== undefined && { clientMetadataUrl: options.clientMetadataUrl }),
    clientMetadata: clientMetadata(options),
    state: () => (state = randomUUID()),
    async saveTokens(tokens, ctx) {
      isPending = false;
      await credentials.saveTokens(tokens, ctx);
    },
    redirectToAuthorization(url) {
      sentTo = url;
      isPending = true;
    },
    saveCodeVerifier(codeVerifier) {
      verifier = codeVerifier;
    },
    codeVerifier() {
      if (verifier === undefined) throw loginFailed('no login was begun');
      return verifier;
    },
    saveDiscoveryState(found) {
      discovery = found;
    },
    // Kept for the way to the login and back only: later the server may name another place to log in.
    discoveryState: () => (isPending ? discovery : undefined),
    ...(options.dpop && { dpop: () => (session ??= DpopSession.create()) }),
    async invalidateCredentials(what) {
      if (what === 'all' || what === 'tokens') await forget('tokens');
      if (what === 'all' || what === 'client') await forget('client');
      if (what === 'all' || what === 'verifier') verifier = undefined;
      if (what === 'all' || what === 'discovery') discovery = undefined;
    },
    async callback(signal) {
      const url = sentTo;
      sentTo = undefined;
      if (!url) throw loginFailed('the server refuses access and gives no place to log in');
      const parameters = parametersOf(await options.authorize(url, { signal }));
      if (state !== undefined && parameters.get('state') !== state) {
        throw loginFailed('the answer belongs to another login');
      }
      state = undefined;
      return parameters;
    },
  };
}

function clientMetadata({
  redirectUrl,
  clientName = 'Pegboard',
  clientSecret,
  scope,
}: OAuthOptions): OAuthClientMetadata {
  return {
    client_name: clientName,
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    ...(clientSecret === undefined && { token_endpoint_auth_method: 'none' }),
    ...(scope !== undefined && { scope }),
  };
}

function parametersOf(answer: string | URL | URLSearchParams): URLSearchParams {
  if (answer instanceof URLSearchParams) return answer;
  return new URL(answer).searchParams;
}

export function loginFailed(evidence: string, cause?: unknown): PegboardError {
  return new PegboardError({
    code: 'authentication',
    what: 'The login to the MCP server failed',
    evidence,
    fix: 'Try again; where it goes on failing, delete what the token store holds for the server',
    cause,
  });
}
