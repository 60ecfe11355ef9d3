import { randomUUID } from 'node:crypto';
import {
  DpopSession,
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import { PegboardError } from '@pegboard/core';
import type { McpAuthStore } from './auth-store.ts';
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
  const { redirectUrl, clientId, clientSecret } = options;
  const key = (kind: string, issuer = ''): string => `${server} ${kind} ${issuer}`.trim();
  let state: string | undefined;
  let verifier: string | undefined;
  let sentTo: URL | undefined;
  let discovery: OAuthDiscoveryState | undefined;
  let isPending = false;
  let session: Promise<DpopSession> | undefined;

  const read = async <T>(name: string): Promise<T | undefined> => {
    const text = await store.get(name);
    // The store gives back what it was given.
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  const forget = async (kind: string): Promise<void> => {
    const issuer = await store.get(key('issuer'));
    await store.delete(key(kind));
    if (issuer !== undefined) await store.delete(key(kind, issuer));
  };

  return {
    redirectUrl,
    ...(options.clientMetadataUrl !== undefined && { clientMetadataUrl: options.clientMetadataUrl }),
    clientMetadata: clientMetadata(options),
    state: () => (state = randomUUID()),
    async clientInformation(ctx) {
      const fixed: StoredOAuthClientInformation | undefined =
        clientId === undefined
          ? undefined
          : { client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }) };
      return fixed ?? read<StoredOAuthClientInformation>(key('client', ctx?.issuer));
    },
    async saveClientInformation(information, ctx) {
      await store.set(key('client', ctx?.issuer), JSON.stringify(information));
    },
    async tokens(ctx) {
      const issuer = ctx?.issuer ?? (await store.get(key('issuer')));
      return read<StoredOAuthTokens>(key('tokens', issuer));
    },
    async saveTokens(tokens, ctx) {
      isPending = false;
      if (ctx?.issuer !== undefined) await store.set(key('issuer'), ctx.issuer);
      await store.set(key('tokens', ctx?.issuer), JSON.stringify(tokens));
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
