import type { Awaitable } from '@pegboard/core';
import type { McpAuthStore } from './auth-store.ts';

export interface OAuthOptions {
  /** Where the authorization server sends the user back to. */
  readonly redirectUrl: string;
  /**
   * Sends the user to the address and gives the one that the user comes back to, or its parameters. `loopbackRedirect` is one for
   * programs on the user's own machine.
   */
  readonly authorize: (
    url: URL,
    ctx: { readonly signal: AbortSignal },
  ) => Awaitable<string | URL | URLSearchParams>;
  /** Default: in memory. */
  readonly store?: McpAuthStore;
  /** Shown to the user by the authorization server; default `Pegboard`. */
  readonly clientName?: string;
  /** Default: what the server asks for. */
  readonly scope?: string;
  /** For a client that is registered already; otherwise it registers itself. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Address of a document that describes this client, for servers that take one in place of a registration. */
  readonly clientMetadataUrl?: string;
  /** Binds tokens to a key that never leaves this process (DPoP, RFC 9449), so that a stolen one is of no use. Default false. */
  readonly dpop?: boolean;
}
