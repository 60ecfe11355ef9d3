import { get } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  loopbackRedirect,
  mcpServer,
  type McpAuthStore,
  memoryAuthStore,
  oauth,
  serveTools,
} from '../index.ts';
import { callOne, type Served, serveHttp } from '../servers.test-util.ts';
import { toys } from '../toys.test-util.ts';
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.test-util.ts';

const timeout = 30_000;
let issuer: AuthorizationServer;
let guarded: Served;
const seen: (string | undefined)[] = [];

beforeEach(async () => {
  issuer = await startAuthorizationServer();
  const metadata = (): string => `${guarded.origin}/.well-known/oauth-protected-resource`;
  const served = serveTools(toys, {
    name: 'guarded',
    authenticate: (request) => {
      const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
      const clientId = issuer.clientOf(token, guarded.url);
      return clientId === undefined
        ? new Response('', {
            status: 401,
            headers: { 'www-authenticate': `Bearer resource_metadata="${metadata()}"` },
          })
        : { clientId };
    },
    context: ({ auth }) => {
      seen.push(auth?.clientId);
      return undefined;
    },
  });
  guarded = await serveHttp(async (request) => {
    if (!request.url.includes('/.well-known/oauth-protected-resource')) return served.fetch(request);
    return Response.json({ resource: guarded.url, authorization_servers: [issuer.origin] });
  });
});

afterEach(async () => {
  await guarded[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

/** A user who says yes at once. */
const yes = async (url: URL): Promise<string> => {
  const response = await fetch(url, { redirect: 'manual' });
  return response.headers.get('location') ?? '';
};
const redirectUrl = 'http://127.0.0.1:4999/callback';

test('the client registers, the user logs in, and calls carry the token', { timeout }, async () => {
  await using server = mcpServer({ url: guarded.url, auth: oauth({ redirectUrl, authorize: yes }) });
  const record = await callOne([server], 'add', { a: 1, b: 2 });
  expect(record.result).toEqual({ sum: 3 });
  expect(issuer.log).toEqual(['register', 'authorize', 'token authorization_code']);
  expect(seen.at(-1)).toEqual(expect.any(String));
});

test(
  'tokens and registration are kept by the store: the next process does not ask again',
  { timeout },
  async () => {
    const store = memoryAuthStore();
    for (let process = 0; process < 2; process++) {
      await using server = mcpServer({
        url: guarded.url,
        auth: oauth({ redirectUrl, authorize: yes, store }),
      });
      expect((await callOne([server], 'add', { a: 1, b: 2 })).status).toBe('success');
    }
    expect(issuer.log).toEqual(['register', 'authorize', 'token authorization_code']);
  },
);

test('an expired token is refreshed in the middle of a run, without the user', { timeout }, async () => {
  await using server = mcpServer({ url: guarded.url, auth: oauth({ redirectUrl, authorize: yes }) });
  await callOne([server], 'add', { a: 1, b: 2 });
  issuer.revoke();
  expect((await callOne([server], 'add', { a: 2, b: 2 })).result).toEqual({ sum: 4 });
  expect(issuer.log.slice(3)).toEqual(['token refresh_token']);
});

test(
  'when nothing is left of a login, the user logs in again and the call is made',
  { timeout },
  async () => {
    await using server = mcpServer({ url: guarded.url, auth: oauth({ redirectUrl, authorize: yes }) });
    await callOne([server], 'add', { a: 1, b: 2 });
    issuer.revoke(true);
    expect((await callOne([server], 'add', { a: 2, b: 3 })).result).toEqual({ sum: 5 });
    expect(issuer.log.at(-1)).toBe('token authorization_code');
  },
);

test('an answer that belongs to another login is refused', { timeout }, async () => {
  const authorize = async (url: URL): Promise<URL> => {
    const back = new URL(await yes(url));
    back.searchParams.set('state', 'forged');
    return back;
  };
  await using server = mcpServer({
    url: guarded.url,
    auth: oauth({ redirectUrl, authorize }),
    reconnect: { attempts: 1 },
  });
  await expect(server.info()).rejects.toThrow(/belongs to another login/);
  expect(issuer.log).not.toContain('token authorization_code');
});

test(
  'a user who says no fails the connection, and an abort ends the waiting for one',
  { timeout },
  async () => {
    const no = (): string => `${redirectUrl}?error=access_denied&error_description=hunter2`;
    const authorize = async (url: URL): Promise<string> => `${no()}&state=${url.searchParams.get('state')}`;
    await using server = mcpServer({
      url: guarded.url,
      auth: oauth({ redirectUrl, authorize }),
      reconnect: { attempts: 1 },
    });
    const error = await server.info().catch(String);
    expect(error).toMatch(/access_denied/);
    expect(error).not.toContain('hunter2');

    const abort = new AbortController();
    const never = oauth({
      redirectUrl,
      authorize: () => {
        abort.abort(new Error('no time'));
        return new Promise<string>(() => undefined);
      },
    });
    await using waiting = mcpServer({ url: guarded.url, auth: never });
    await expect(waiting.info(abort.signal)).rejects.toThrow('no time');
  },
);

test('a token is sent to the server that it was made for, and to no other', { timeout }, async () => {
  const received: (string | null)[] = [];
  await using other = await serveHttp(async (request) => {
    received.push(request.headers.get('authorization'));
    return serveTools(toys, { name: 'other' }).fetch(request);
  });
  const auth = oauth({ redirectUrl, authorize: yes, store: memoryAuthStore() });
  await using first = mcpServer({ url: guarded.url, auth });
  await using second = mcpServer({ url: other.url, auth });
  await callOne([first], 'add', { a: 1, b: 2 });
  await callOne([second], 'add', { a: 1, b: 2 });
  expect(received.length).toBeGreaterThan(0);
  expect(new Set(received)).toEqual(new Set([null]));
});

test('the store is given text under names that hold no secret', { timeout }, async () => {
  const inner = memoryAuthStore();
  const keys: string[] = [];
  const store: McpAuthStore = {
    get: (key) => inner.get(key),
    set: (key, value) => {
      keys.push(key);
      return inner.set(key, value);
    },
    delete: (key) => inner.delete(key),
  };
  await using server = mcpServer({ url: guarded.url, auth: oauth({ redirectUrl, authorize: yes, store }) });
  await server.info();
  expect(keys.join(' ')).toContain(guarded.url);
  expect(keys.join(' ')).not.toMatch(/access-|refresh-/);
});

test('loopbackRedirect receives the user who comes back', { timeout }, async () => {
  const redirect = await loopbackRedirect({
    // What a browser does: it follows the redirect to our own address.
    open: (url) => void fetch(url).then((response) => response.text()),
  });
  try {
    await using server = mcpServer({ url: guarded.url, auth: oauth(redirect) });
    expect((await callOne([server], 'add', { a: 1, b: 2 })).status).toBe('success');
    const status = await new Promise<number | undefined>((resolve) => {
      get(new URL('/elsewhere', redirect.redirectUrl), ({ statusCode }) => resolve(statusCode));
    });
    expect(status).toBe(404);
  } finally {
    redirect.close();
  }
});

test('a function can give the token', { timeout }, async () => {
  const store = memoryAuthStore();
  await using login = mcpServer({ url: guarded.url, auth: oauth({ redirectUrl, authorize: yes, store }) });
  await login.info();
  const tokens = JSON.parse((await store.get(`${guarded.url} tokens ${issuer.origin}`)) ?? '{}') as {
    access_token: string;
  };
  await using server = mcpServer({ url: guarded.url, auth: () => tokens.access_token });
  expect((await callOne([server], 'add', { a: 1, b: 2 })).status).toBe('success');
  await using stranger = mcpServer({ url: guarded.url, auth: () => 'wrong', reconnect: { attempts: 1 } });
  await expect(stranger.info()).rejects.toThrow(/login|401|unauthorized/i);
});
