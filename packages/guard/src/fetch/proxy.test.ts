import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { guardedFetch } from '@pegboard/guard';
import { listen, type Loopback } from '../loopback.test-helper.ts';
import { selfSigned } from '../self-signed.test-helper.ts';

const cert = selfSigned();

/** A proxy that notes what it is asked for. */
async function listenProxy(refuse?: number): Promise<Loopback & { readonly seen: string[] }> {
  const seen: string[] = [];
  const proxy = await listen((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end('from the proxy');
  });
  proxy.server.on('connect', (request: { url?: string; headers: Record<string, string> }, socket: Socket) => {
    seen.push(`CONNECT ${request.url} as ${request.headers['proxy-authorization'] ?? 'nobody'}`);
    if (refuse !== undefined) return socket.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`);
    const upstream = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => {}).on('close', () => socket.destroy());
    return socket.on('close', () => upstream.destroy());
  });
  return { ...proxy, seen };
}

describe('a proxy', () => {
  it('is asked for the checked address, for http and https', async () => {
    const plain = await listen((request, response) => response.end(`plain ${request.headers.host}`));
    const secure = await listen((request, response) => response.end(`secure ${request.headers.host}`), cert);
    const proxy = await listenProxy();
    const fetch = guardedFetch({
      allow: ['127.0.0.1'],
      ca: cert.cert,
      lookup: () => ['127.0.0.1'],
      proxy: `http://me:p%40ss@127.0.0.1:${proxy.port}`,
    });
    expect(await (await fetch(`http://a.example:${plain.port}/`)).text()).toBe(
      `plain a.example:${plain.port}`,
    );
    expect(await (await fetch(`https://localhost:${secure.port}/`)).text()).toBe(
      `secure localhost:${secure.port}`,
    );
    const credentials = `Basic ${btoa('me:p@ss')}`;
    expect(proxy.seen).toEqual([
      `CONNECT 127.0.0.1:${plain.port} as ${credentials}`,
      `CONNECT 127.0.0.1:${secure.port} as ${credentials}`,
    ]);
    await Promise.all([plain.idle(), secure.idle(), proxy.idle()]);
  });

  it('is not asked for what the rules close', async () => {
    const proxy = await listenProxy();
    const fetch = guardedFetch({ proxy: proxy.url, lookup: () => ['10.0.0.1'] });
    await expect(fetch('https://a.example/')).rejects.toMatchObject({ code: 'permission' });
    expect(proxy.seen).toEqual([]);
  });

  it('that refuses is named with its status, without its credentials', async () => {
    const proxy = await listenProxy(407);
    const fetch = guardedFetch({
      proxy: `http://me:hush@127.0.0.1:${proxy.port}`,
      lookup: () => ['8.8.8.8'],
    });
    await expect(fetch('https://a.example/')).rejects.toThrow(
      `The proxy 127.0.0.1:${proxy.port} made no connection. It answered with status 407. The proxy must take CONNECT to addresses; names are resolved before it is asked.`,
    );
    await proxy.idle();
  });

  it('that is silent is left at the time to connect, and at an abort', async () => {
    const proxy = await listen(() => {});
    proxy.server.on('connect', (_request, socket: Socket) => socket.resume().on('end', () => socket.end()));
    const options = { proxy: proxy.url, lookup: () => ['8.8.8.8'] };
    await expect(
      guardedFetch({ ...options, connectTimeoutMs: 50 })('https://a.example/'),
    ).rejects.toMatchObject({
      code: 'timeout',
    });
    await proxy.idle();
    const controller = new AbortController();
    proxy.server.on('connect', () => controller.abort('enough'));
    const answer = guardedFetch(options)('https://a.example/', { signal: controller.signal });
    await expect(answer).rejects.toBe('enough');
    await proxy.idle();
  });
});
