import { checkOptionKinds, type OptionKind } from '@pegboard/core/tools';
import { memoryAuthStore } from './auth-store.ts';
import type { OAuthOptions } from './oauth-options.ts';
import { createOAuthProvider, type InteractiveProvider } from './oauth-provider.ts';

/** OAuth 2.1 with PKCE for the servers that it is given to; each has tokens of its own. */
export interface McpOAuth {
  readonly forServer: (url: string) => InteractiveProvider;
}

const optionKinds = {
  redirectUrl: 'text',
  authorize: 'function',
  store: 'table',
  clientName: 'text',
  scope: 'text',
  clientId: 'text',
  clientSecret: 'text',
  clientMetadataUrl: 'text',
  dpop: 'flag',
  // Of `loopbackRedirect`, which is passed as it is.
  close: 'function',
} satisfies Record<keyof OAuthOptions | 'close', OptionKind>;

/** Logs in with OAuth 2.1 and PKCE, registering the client by itself where the authorization server lets it. */
export function oauth(options: OAuthOptions): McpOAuth {
  checkOptionKinds('oauth', options, optionKinds, ['redirectUrl', 'authorize']);
  const store = options.store ?? memoryAuthStore();
  const providers = new Map<string, InteractiveProvider>();
  return {
    forServer(url) {
      const known = providers.get(url);
      if (known) return known;
      const made = createOAuthProvider(options, store, url);
      providers.set(url, made);
      return made;
    },
  };
}
