import type {
  OAuthClientProvider,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import type { McpAuthStore } from './auth-store.ts';
import type { OAuthOptions } from './oauth-options.ts';

/** What a store holds for one server: registrations and tokens, by whoever issued them. */
export interface Credentials
  extends
    Pick<OAuthClientProvider, 'clientInformation' | 'tokens' | 'saveTokens'>,
    Required<Pick<OAuthClientProvider, 'saveClientInformation'>> {
  readonly forget: (kind: 'client' | 'tokens') => Promise<void>;
}

export function createCredentials(
  { clientId, clientSecret }: OAuthOptions,
  store: McpAuthStore,
  server: string,
): Credentials {
  const key = (kind: string, issuer = ''): string => `${server} ${kind} ${issuer}`.trim();
  const read = async <T>(name: string): Promise<T | undefined> => {
    const text = await store.get(name);
    // The store gives back what it was given.
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  return {
    async clientInformation(ctx) {
      if (clientId === undefined) return read<StoredOAuthClientInformation>(key('client', ctx?.issuer));
      return { client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }) };
    },
    async saveClientInformation(information, ctx) {
      await store.set(key('client', ctx?.issuer), JSON.stringify(information));
    },
    async tokens(ctx) {
      const issuer = ctx?.issuer ?? (await store.get(key('issuer')));
      return read<StoredOAuthTokens>(key('tokens', issuer));
    },
    async saveTokens(tokens, ctx) {
      if (ctx?.issuer !== undefined) await store.set(key('issuer'), ctx.issuer);
      await store.set(key('tokens', ctx?.issuer), JSON.stringify(tokens));
    },
    async forget(kind) {
      const issuer = await store.get(key('issuer'));
      await store.delete(key(kind));
      if (issuer !== undefined) await store.delete(key(kind, issuer));
    },
  };
}
