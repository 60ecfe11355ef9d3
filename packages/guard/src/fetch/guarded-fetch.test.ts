import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { guardedFetch } from '@pegboard/guard';
import { listen } from '../loopback.test-helper.ts';
import { selfSigned } from '../self-signed.test-helper.ts';

const cert = selfSigned();

function endless(): Readable {
  return new Readable({
    read() {
      this.push('x'.repeat(50));
    },
  });
}

describe('an answer', () => {
  it('is a Response with status, headers, body and the URL it came from', async () => {
    const { url, allow, idle } = await listen((_request, response) => {
      response.writeHead(201, 'Made', { 'x-a': '1', 'set-cookie': ['a=1', 'b=2'] });
      response.end('héllo');
    });
    const response = await guardedFetch({ allow })(`${url}/a?b=c#d`);
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.statusText, response.ok]).toEqual([201, 'Made', true]);
    expect(response.url).toBe(`${url}/a?b=c#d`);
    expect(response.redirected).toBe(false);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('héllo');
    await idle();
  });

  it.each([204, 304])('with status %i has no body', async (status) => {
    const { url, allow, idle } = await listen((_request, response) => response.writeHead(status).end());
    const response = await guardedFetch({ allow })(url);
    expect([response.status, response.body]).toEqual([status, null]);
    await idle();
  });

  it('to HEAD has no body, whatever its length says', async () => {
    const { url, allow } = await listen((_request, response) =>
      response.writeHead(200, { 'content-length': '99999999999' }).end(),
    );
    expect((await guardedFetch({ allow })(url, { method: 'HEAD' })).body).toBeNull();
  });

  it('that is no HTTP, or has a status that does not exist, is an error', async () => {
    const { url, allow, server } = await listen(() => {});
    server.removeAllListeners('request');
    server.on('request', (request) => request.socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    await expect(guardedFetch({ allow })(url)).rejects.toMatchObject({ code: 'invalid-response' });
    const strange = await listen((_request, response) => response.writeHead(999).end());
    await expect(guardedFetch({ allow: strange.allow })(strange.url)).rejects.toMatchObject({
      code: 'invalid-response',
    });
    await strange.idle();
  });
});

describe('a request', () => {
  it('carries method, headers and body, as text, bytes, form or a Request', async () => {
    const { url, allow } = await listen((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { 'content-type': type, 'x-a': a } = request.headers;
        response.end(JSON.stringify([request.method, type, a, body]));
      });
    });
    const fetch = guardedFetch({ allow });
    const headers = { 'x-a': '1' };
    const ask = async (...args: Parameters<typeof fetch>): Promise<unknown> => (await fetch(...args)).json();
    expect(await ask(url)).toEqual(['GET', null, null, '']);
    expect(await ask(url, { method: 'post', headers, body: 'hé' })).toEqual([
      'POST',
      'text/plain;charset=UTF-8',
      '1',
      'hé',
    ]);
    expect(await ask(new URL(url), { method: 'PUT', body: new Uint8Array([65, 66]) })).toEqual([
      'PUT',
      null,
      null,
      'AB',
    ]);
    expect(await ask(url, { method: 'POST', body: new URLSearchParams({ q: 'a b' }) })).toEqual([
      'POST',
      'application/x-www-form-urlencoded;charset=UTF-8',
      null,
      'q=a+b',
    ]);
    const body = new Blob(['streamed']).stream();
    expect(await ask(url, { method: 'POST', body })).toEqual(['POST', null, null, 'streamed']);
    const request = new Request(url, { method: 'PATCH', headers, body: 'x' });
    expect(await ask(request)).toEqual(['PATCH', 'text/plain;charset=UTF-8', '1', 'x']);
    expect(await ask(new Request(url), { method: 'DELETE', headers })).toEqual(['DELETE', null, '1', '']);
  });

  it('cannot choose headers of the connection, above all not the host', async () => {
    const { url, port, allow } = await listen((request, response) =>
      response.end(JSON.stringify(request.headers)),
    );
    const headers = {
      host: 'intranet',
      'transfer-encoding': 'chunked',
      connection: 'upgrade',
      upgrade: 'h2c',
    };
    const response = await guardedFetch({ allow })(url, { headers });
    expect(await response.json()).toEqual({
      host: `127.0.0.1:${port}`,
      connection: 'close',
      accept: '*/*',
      'user-agent': 'pegboard',
      'accept-encoding': 'gzip, deflate, br, zstd',
    });
  });

  it('with a header that cannot be sent is refused, without showing it', async () => {
    const sent = guardedFetch()('https://example.com', { headers: { authorization: 'Bearer hush\r\nx: y' } });
    await expect(sent).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.not.stringContaining('hush'),
    });
  });

  it('uses a connection of its own', async () => {
    const { url, allow, connections, idle } = await listen((_request, response) => response.end('x'));
    const fetch = guardedFetch({ allow });
    for (let count = 0; count < 3; count++) await (await fetch(url)).text();
    expect(connections()).toBe(3);
    await idle();
  });

  it('goes to no proxy that the environment names', async () => {
    for (const name of ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:9');
    const { url, allow } = await listen((_request, response) => response.end('straight'));
    expect(await (await guardedFetch({ allow })(url)).text()).toBe('straight');
    vi.unstubAllEnvs();
  });
});

describe('a compressed body', () => {
  const text = 'abc'.repeat(1_000);
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('of %s is read', async (encoding, body) => {
    const { url, allow, idle } = await listen((_request, response) => {
      response.setHeader('content-encoding', encoding);
      for (let at = 0; at < body.length; at += 7) response.write(body.subarray(at, at + 7));
      response.end();
    });
    expect(await (await guardedFetch({ allow })(url)).text()).toBe(text);
    await idle();
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(50_000_000))],
    ['deflate', deflateSync(Buffer.alloc(50_000_000))],
    ['zstd', zstdCompressSync(Buffer.alloc(50_000_000))],
  ])('of %s that grows from a few kilobytes to 50 MB is cut at the limit', async (encoding, bomb) => {
    const { url, allow, idle } = await listen((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': bomb.length }).end(bomb),
    );
    const response = await guardedFetch({ allow, maxBytes: 100_000 })(url);
    let read = 0;
    const reading = async (): Promise<void> => {
      for await (const chunk of response.body ?? []) read += chunk.length;
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'invalid-response',
      message: expect.stringContaining('longer than the limit of 100000 bytes'),
    });
    expect(read).toBeLessThanOrEqual(100_000);
    await idle();
  });

  it.each([
    ['gzip', Buffer.from('not gzip at all'), 'invalid-response'],
    ['zstd', Buffer.from('not zstd at all'), 'invalid-response'],
    ['br', Buffer.from([0xff, 0xff, 0xff, 0xff]), 'invalid-response'],
    ['gzip', gzipSync(text).subarray(0, 20), 'truncated'],
    ['gzip, br', gzipSync(text), 'invalid-response'],
    ['compress', Buffer.from('x'), 'invalid-response'],
    ['constructor', Buffer.from('x'), 'invalid-response'],
  ])('of %s that is broken, cut or unknown is an error', async (encoding, body, code) => {
    const { url, allow, idle } = await listen((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    const response = await guardedFetch({ allow })(url);
    await expect(response.arrayBuffer()).rejects.toMatchObject({ name: 'PegboardError', code });
    await idle();
  });
});

describe('limits', () => {
  it('a body that says it is too long is not begun', async () => {
    const { url, allow, idle } = await listen((_request, response) =>
      response.writeHead(200, { 'content-length': '101' }).write('x'),
    );
    await expect(guardedFetch({ allow, maxBytes: 100 })(url)).rejects.toMatchObject({
      code: 'invalid-response',
    });
    await idle();
  });

  it('an endless body ends at the limit, and one of just that length is read', async () => {
    const { url, allow, idle } = await listen((request, response) => {
      if (request.url === '/fits') return response.end('x'.repeat(100));
      response.on('error', () => {});
      return endless().pipe(response);
    });
    const fetch = guardedFetch({ allow, maxBytes: 100 });
    expect((await (await fetch(`${url}/fits`)).text()).length).toBe(100);
    await expect((await fetch(url)).text()).rejects.toMatchObject({ code: 'invalid-response' });
    await idle();
  });

  it('headers have a limit', async () => {
    const { url, allow, idle } = await listen((_request, response) =>
      response.writeHead(200, { 'x-long': 'x'.repeat(2_000) }).end(),
    );
    await expect(guardedFetch({ allow, maxHeaderBytes: 1_000 })(url)).rejects.toMatchObject({
      code: 'invalid-response',
      message: expect.stringContaining('1000 bytes'),
    });
    await idle();
  });

  it.each(['before the head', 'in the body', 'and a body that nobody reads'])(
    'time ends %s',
    async (place) => {
      const { url, allow, idle } = await listen((_request, response) => {
        if (place !== 'before the head') response.write('x');
      });
      const response = guardedFetch({ allow, timeoutMs: 100 })(url);
      const timeout = {
        code: 'timeout',
        message: `${url} did not finish its answer in time. The limit is 100 ms. Try again later, or raise timeoutMs.`,
      };
      if (place === 'before the head') await expect(response).rejects.toMatchObject(timeout);
      if (place === 'in the body') await expect((await response).text()).rejects.toMatchObject(timeout);
      await response.catch(() => {});
      await idle();
    },
  );

  it('time to connect includes the lookup and the handshake of TLS', async () => {
    const lookup = (): Promise<never> => new Promise(() => {});
    await expect(guardedFetch({ lookup, connectTimeoutMs: 50 })('http://a.example')).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('connectTimeoutMs'),
    });
    const { port, allow, server, idle } = await listen(() => {});
    server.removeAllListeners('connection');
    const silent = guardedFetch({ allow, connectTimeoutMs: 50 })(`https://127.0.0.1:${port}`);
    await expect(silent).rejects.toMatchObject({ code: 'timeout' });
    await idle();
  });

  it('time to connect is over when the connection stands', async () => {
    const { url, allow } = await listen((_request, response) => {
      setTimeout(() => response.end('late'), 150);
    });
    expect(await (await guardedFetch({ allow, connectTimeoutMs: 100 })(url)).text()).toBe('late');
  });
});

describe('an abort', () => {
  it('before the call sends nothing', async () => {
    const { url, allow, connections } = await listen(() => {});
    const signal = AbortSignal.abort('enough');
    await expect(guardedFetch({ allow })(url, { signal })).rejects.toBe('enough');
    await expect(guardedFetch({ allow })(new Request(url, { signal }))).rejects.toBe('enough');
    expect(connections()).toBe(0);
  });

  it('during the lookup ends the wait', async () => {
    const controller = new AbortController();
    const lookup = (_host: string, { signal }: { signal: AbortSignal }): Promise<never> => {
      signal.addEventListener('abort', () => heard(signal.reason));
      queueMicrotask(() => controller.abort('enough'));
      return new Promise(() => {});
    };
    let heard: (reason: unknown) => void = () => {};
    const told = new Promise((resolve) => (heard = resolve));
    const answer = guardedFetch({ lookup })('http://a.example', { signal: controller.signal });
    await expect(answer).rejects.toBe('enough');
    expect(await told).toBe('enough');
  });

  it('while the answer is awaited closes the connection', async () => {
    const controller = new AbortController();
    const { url, allow, idle } = await listen(() => controller.abort('enough'));
    await expect(guardedFetch({ allow })(url, { signal: controller.signal })).rejects.toBe('enough');
    await idle();
  });

  it('while the body is read rejects the reading with its reason', async () => {
    const controller = new AbortController();
    const { url, allow, idle } = await listen((_request, response) => void response.write('x'));
    const response = await guardedFetch({ allow })(url, { signal: controller.signal });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value).toEqual(Buffer.from('x'));
    const next = reader?.read();
    controller.abort('enough');
    await expect(next).rejects.toBe('enough');
    await idle();
  });

  it('before the body is read closes the connection, and so does leaving the body', async () => {
    const controller = new AbortController();
    const { url, allow, idle } = await listen((_request, response) => void response.write('x'));
    const response = await guardedFetch({ allow })(url, { signal: controller.signal });
    controller.abort('enough');
    await idle();
    await expect(response.text()).rejects.toBe('enough');
    await (await guardedFetch({ allow })(url)).body?.cancel();
    await idle();
  });
});

it('nothing stays on a signal that outlives its calls', async () => {
  const { signal } = new AbortController();
  const { url, allow } = await listen((request, response) => {
    if (request.url === '/broken') return request.socket.destroy();
    return response.end('x');
  });
  const fetch = guardedFetch({ allow, maxBytes: 10 });
  await (await fetch(url, { signal })).text();
  await (await fetch(url, { signal })).body?.cancel();
  await fetch(url, { signal, method: 'HEAD' });
  await expect(fetch(`${url}/broken`, { signal })).rejects.toMatchObject({ code: 'network' });
  await expect(fetch('http://10.0.0.1', { signal })).rejects.toMatchObject({ code: 'permission' });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('a broken connection', () => {
  it('before the head is a network error, in the body a truncated one', async () => {
    const { url, allow } = await listen((request, response) => {
      if (request.url === '/head') return request.socket.destroy();
      response.writeHead(200, { 'content-length': '10' }).write('x');
      return setImmediate(() => request.socket.destroy());
    });
    const fetch = guardedFetch({ allow });
    await expect(fetch(`${url}/head`)).rejects.toMatchObject({ code: 'network' });
    await expect((await fetch(`${url}/body`)).text()).rejects.toMatchObject({ code: 'truncated' });
  });

  it('to a port where nobody listens names the reason, not the path', async () => {
    const { url, server } = await listen(() => {});
    server.close();
    await expect(guardedFetch({ allow: ['127.0.0.1'] })(`${url}/hush?key=hush`)).rejects.toMatchObject({
      code: 'network',
      message: `${url} could not be reached. ECONNREFUSED. Try again later.`,
    });
  });
});

describe('https', () => {
  it('checks the certificate, for the name in the URL', async () => {
    const { url, port, allow } = await listen((_request, response) => response.end('secure'), cert);
    await expect(guardedFetch({ allow })(url)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    });
    const fetch = guardedFetch({ allow, ca: cert.cert, lookup: () => ['127.0.0.1'] });
    expect(await (await fetch(url)).text()).toBe('secure');
    expect(await (await fetch(`https://localhost:${port}`)).text()).toBe('secure');
    await expect(fetch(`https://other.example:${port}`)).rejects.toMatchObject({
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  it('checks it although the environment says otherwise', async () => {
    const { url, allow } = await listen((_request, response) => response.end('secure'), cert);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await expect(guardedFetch({ allow })(url)).rejects.toMatchObject({ code: 'network' });
    vi.unstubAllEnvs();
  });
});

describe('options that cannot be meant are ConfigErrors', () => {
  it.each([
    { denny: ['10.0.0.0/8'] },
    { timeoutMs: -1 },
    { timeoutMs: Number.NaN },
    { maxBytes: false },
    { maxBytes: '1MB' },
    { proxy: 'socks5://127.0.0.1:1080' },
    { proxy: 'nonsense' },
    { allow: '127.0.0.1' },
  ])('%j', (options) => {
    expect(() => guardedFetch(options as object)).toThrow(expect.objectContaining({ name: 'ConfigError' }));
  });

  it('of which the nearest is named', () => {
    expect(() => guardedFetch({ maxByte: 3 } as object)).toThrow(
      /no option "maxByte".*Did you mean "maxBytes"/s,
    );
  });
});
