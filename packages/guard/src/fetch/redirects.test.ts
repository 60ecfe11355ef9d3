import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type GuardOptions, guardedFetch } from '@pegboard/guard';
import { listen, type Loopback } from '../loopback.test-helper.ts';
import { selfSigned } from '../self-signed.test-helper.ts';

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `/to?status=302&url=…` redirects there, everything else answers with what was asked. */
async function listenTo(tls?: { key: string; cert: string }): Promise<Loopback & { readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = await listen((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      seen.push({ method: request.method, path: request.url, headers: request.headers, body });
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const location = query.get('url');
      if (location === null) return response.end('there');
      return response.writeHead(Number(query.get('status') ?? 302), { location }).end('moved');
    });
  }, tls);
  return { ...server, seen };
}

const to = (base: string, url: string, status = 302): string =>
  `${base}/to?status=${status}&url=${encodeURIComponent(url)}`;

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with status %i is followed, relative to its page', async (status) => {
    const { url, allow, seen, idle } = await listenTo();
    const response = await guardedFetch({ allow })(to(url, 'b?c#d', status));
    expect([await response.text(), response.url, response.redirected]).toEqual([
      'there',
      `${url}/b?c#d`,
      true,
    ]);
    expect(seen.map(({ path }) => path)).toEqual([expect.stringContaining('/to'), '/b?c']);
    await idle();
  });

  it.each([
    'http://127.0.0.2/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://0x7f000002/',
    '//10.0.0.1/',
    'http://user:pass@example.com/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_x',
    'http://rebound.example/',
    'http://127.0.0.1:1/',
    'http://8.8.8.8:25/',
    'http://closed.example/',
  ])('to %s is refused', async (target) => {
    const { url, allow, idle, connections } = await listenTo();
    const lookup = (host: string): string[] => [host === 'closed.example' ? '8.8.8.8' : '192.168.0.1'];
    const fetch = guardedFetch({ allow, deny: ['closed.example'], lookup });
    await expect(fetch(to(url, target))).rejects.toMatchObject({ code: 'permission' });
    await idle();
    expect(connections()).toBe(1);
  });

  it('to what is no URL is an error', async () => {
    const { url, allow } = await listenTo();
    await expect(guardedFetch({ allow })(to(url, 'http://[/'))).rejects.toMatchObject({
      code: 'invalid-response',
    });
  });

  it('without a location, and another status in the three hundreds, are answers', async () => {
    const { url, allow } = await listen((request, response) =>
      request.url === '/'
        ? response.writeHead(302).end('a')
        : response.writeHead(300, { location: '/' }).end('b'),
    );
    const fetch = guardedFetch({ allow });
    expect(await (await fetch(url)).text()).toBe('a');
    expect(await (await fetch(`${url}/b`)).text()).toBe('b');
  });

  it.each([
    [{}, 5],
    [{ maxRedirects: 2 }, 2],
    [{ maxRedirects: 0 }, 0],
  ])('too many of them are an error: %j', async (options: GuardOptions, count) => {
    const { url, allow, connections, idle } = await listen((_request, response) =>
      response.writeHead(302, { location: '/' }).end(),
    );
    await expect(guardedFetch({ allow, ...options })(url)).rejects.toMatchObject({
      code: 'invalid-response',
      message: expect.stringContaining(`${count} redirects were followed`),
    });
    expect(connections()).toBe(count + 1);
    await idle();
  });

  it('is left to the caller by `manual`, and an error by `error`', async () => {
    const { url, allow, seen } = await listenTo();
    const fetch = guardedFetch({ allow });
    const response = await fetch(to(url, '/b'), { redirect: 'manual' });
    expect([response.status, response.headers.get('location'), await response.text()]).toEqual([
      302,
      '/b',
      'moved',
    ]);
    await expect(fetch(to(url, '/b'), { redirect: 'error' })).rejects.toMatchObject({
      code: 'invalid-response',
    });
    expect(seen).toHaveLength(2);
  });

  it('counts for the time of the whole call', async () => {
    const { url, allow, idle } = await listen((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60);
    });
    await expect(guardedFetch({ allow, timeoutMs: 150 })(url)).rejects.toMatchObject({ code: 'timeout' });
    await idle();
  });
});

describe('the method and the body of a redirected request', () => {
  it.each([
    ['POST', 301, 'GET'],
    ['POST', 302, 'GET'],
    ['POST', 303, 'GET'],
    ['POST', 307, 'POST'],
    ['POST', 308, 'POST'],
    ['PUT', 301, 'PUT'],
    ['PUT', 302, 'PUT'],
    ['PUT', 303, 'GET'],
    ['HEAD', 302, 'HEAD'],
    ['HEAD', 303, 'HEAD'],
    ['DELETE', 303, 'GET'],
  ])('%s with %i becomes %s', async (method, status, then) => {
    const { url, allow, seen } = await listenTo();
    const body = method === 'HEAD' ? null : 'data';
    await (await guardedFetch({ allow })(to(url, '/b', status), { method, body })).text();
    const kept = then === method && body !== null;
    expect(seen[1]).toMatchObject({ method: then, body: kept ? 'data' : '' });
    expect(seen[1]?.headers['content-type']).toBe(kept ? 'text/plain;charset=UTF-8' : undefined);
  });
});

describe('credentials', () => {
  const headers = {
    Authorization: 'Bearer hush',
    Cookie: 'a=hush',
    'Proxy-Authorization': 'hush',
    'X-Key': 'hush',
    'x-a': '1',
  };

  it('stay with a redirect to the same origin', async () => {
    const { url, allow, seen } = await listenTo();
    await guardedFetch({ allow, credentialHeaders: ['x-key'] })(to(url, '/b'), { headers });
    expect(seen[1]?.headers).toMatchObject({
      authorization: 'Bearer hush',
      cookie: 'a=hush',
      'x-key': 'hush',
      'x-a': '1',
    });
  });

  it('do not cross to another origin, nor come back', async () => {
    const first = await listenTo();
    const second = await listenTo();
    const fetch = guardedFetch({ allow: ['127.0.0.1'], credentialHeaders: ['X-KEY'] });
    await fetch(to(first.url, to(second.url, `${first.url}/b`)), { headers });
    expect(first.seen[0]?.headers).toMatchObject({ authorization: 'Bearer hush', 'x-key': 'hush' });
    for (const asked of [second.seen[0], first.seen[1]]) {
      expect(asked?.headers).toMatchObject({ 'x-a': '1' });
      expect(JSON.stringify(asked?.headers)).not.toContain('hush');
    }
  });

  it('do not cross to another name of the same machine', async () => {
    const { port, seen } = await listenTo();
    const fetch = guardedFetch({ allow: ['127.0.0.1'], lookup: () => ['127.0.0.1'] });
    await fetch(to(`http://a.example:${port}`, `http://b.example:${port}/`), { headers });
    expect(seen[1]?.headers).not.toHaveProperty('authorization');
  });
});

describe('from https to http', () => {
  const cert = selfSigned();

  it('is refused, unless it is allowed; credentials stay behind', async () => {
    const secure = await listenTo(cert);
    const plain = await listenTo();
    const options = { allow: ['127.0.0.1'], ca: cert.cert };
    const headers = { authorization: 'Bearer hush' };
    const target = to(secure.url, `${plain.url}/b`);
    await expect(guardedFetch(options)(target, { headers })).rejects.toMatchObject({ code: 'permission' });
    expect(plain.seen).toEqual([]);
    expect(await (await guardedFetch({ ...options, allowDowngrade: true })(target, { headers })).text()).toBe(
      'there',
    );
    expect(plain.seen[0]?.headers).not.toHaveProperty('authorization');
    await secure.idle();
  });

  it('the other way is followed', async () => {
    const secure = await listenTo(cert);
    const plain = await listenTo();
    const fetch = guardedFetch({ allow: ['127.0.0.1'], ca: cert.cert });
    expect(await (await fetch(to(plain.url, `${secure.url}/b`))).text()).toBe('there');
  });
});
