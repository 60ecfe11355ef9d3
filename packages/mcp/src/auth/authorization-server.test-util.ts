import { createHash, randomUUID } from 'node:crypto';
import { serveHttp, type Served } from '../servers.test-util.ts';

interface Grant {
  readonly clientId: string;
  readonly challenge: string;
  readonly redirectUri: string;
  readonly resource: string;
}

/** An authorization server with registration, authorization codes with PKCE, and refresh tokens; its users say yes to everything. */
export interface AuthorizationServer extends Served {
  /** What it was asked for, in order: `register`, `authorize`, `token authorization_code`, `token refresh_token`, `refused …`. */
  readonly log: readonly string[];
  /** The client that a token belongs to, for the given resource. */
  readonly clientOf: (token: string, resource: string) => string | undefined;
  /** Makes all access tokens worthless; refresh tokens too, if asked. */
  readonly revoke: (refreshTokensToo?: boolean) => void;
}

export async function startAuthorizationServer(): Promise<AuthorizationServer> {
  const log: string[] = [];
  const clients = new Set<string>();
  const codes = new Map<string, Grant>();
  const access = new Map<string, Grant>();
  const refresh = new Map<string, Grant>();

  const issue = (grant: Grant): Response => {
    const tokens = { access_token: `access-${randomUUID()}`, refresh_token: `refresh-${randomUUID()}` };
    access.set(tokens.access_token, grant);
    refresh.set(tokens.refresh_token, grant);
    return Response.json({ ...tokens, token_type: 'Bearer', expires_in: 3600 });
  };
  const refuse = (why: string): Response => {
    log.push(`refused ${why}`);
    return Response.json({ error: 'invalid_grant', error_description: why }, { status: 400 });
  };

  const authorize = ({ searchParams }: URL): Response => {
    log.push('authorize');
    const get = (name: string): string => searchParams.get(name) ?? '';
    if (!clients.has(get('client_id'))) return refuse('unknown client');
    if (get('code_challenge_method') !== 'S256') return refuse('no PKCE');
    const code = randomUUID();
    codes.set(code, {
      clientId: get('client_id'),
      challenge: get('code_challenge'),
      redirectUri: get('redirect_uri'),
      resource: get('resource'),
    });
    const back = new URL(get('redirect_uri'));
    for (const [name, value] of Object.entries({ code, state: get('state'), iss: server.origin })) {
      back.searchParams.set(name, value);
    }
    return new Response(null, { status: 302, headers: { location: back.href } });
  };

  const token = async (request: Request): Promise<Response> => {
    const form = new URLSearchParams(await request.text());
    const kind = form.get('grant_type') ?? '';
    log.push(`token ${kind}`);
    if (kind === 'refresh_token') {
      const known = refresh.get(form.get('refresh_token') ?? '');
      return known ? issue(known) : refuse('unknown refresh token');
    }
    const grant = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (!grant) return refuse('unknown code');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (proof !== grant.challenge) return refuse('wrong verifier');
    return form.get('redirect_uri') === grant.redirectUri ? issue(grant) : refuse('wrong redirect');
  };

  const server = await serveHttp(async (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/register') {
      log.push('register');
      const client_id = randomUUID();
      clients.add(client_id);
      const metadata = (await request.json()) as object;
      return Response.json({ ...metadata, client_id }, { status: 201 });
    }
    if (url.pathname === '/authorize') return authorize(url);
    if (url.pathname === '/token') return token(request);
    if (!url.pathname.startsWith('/.well-known/oauth-authorization-server'))
      return new Response('', { status: 404 });
    return Response.json({
      issuer: server.origin,
      authorization_endpoint: `${server.origin}/authorize`,
      token_endpoint: `${server.origin}/token`,
      registration_endpoint: `${server.origin}/register`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      authorization_response_iss_parameter_supported: true,
    });
  });
  return {
    ...server,
    log,
    clientOf: (text, resource) => {
      const grant = access.get(text);
      return grant?.resource === resource ? grant.clientId : undefined;
    },
    revoke(refreshTokensToo = false) {
      access.clear();
      if (refreshTokensToo) refresh.clear();
    },
  };
}
