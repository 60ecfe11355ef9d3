import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import { sendHttp } from '@pegboard/core/provider';
import { listen, listenProxy } from './loopback.test-helper.ts';
import { proxyAuthorization, proxyFor } from './proxy.ts';
import { selfSigned } from './self-signed.test-helper.ts';

const cert = selfSigned();

function setProxy(variables: Record<string, string>): void {
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, variables[name] ?? '');
  }
}

describe('the transport of Node', () => {
  it('refuses a certificate that nobody vouches for, and takes it with the option ca', async () => {
    setProxy({});
    const { url } = await listen((_request, response) => response.end('secure'), cert);
    const request = { url, method: 'GET', headers: {} } as const;
    await expect(sendHttp(request)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(await (await sendHttp({ ...request, ca: cert.cert })).text()).toBe('secure');
  });

  it('asks for the certificate of the host that a header of its own names', async () => {
    setProxy({});
    const { url } = await listen((request, response) => {
      const { servername } = request.socket as TLSSocket; // the server speaks TLS
      response.end(`${String(servername)} ${request.headers.host}`);
    }, cert);
    const request = { url, method: 'GET', ca: cert.cert } as const;
    const named = await sendHttp({ ...request, headers: { host: 'localhost:81' } });
    expect(await named.text()).toBe('localhost localhost:81');
    expect(await (await sendHttp({ ...request, headers: {} })).text()).toBe(`false ${new URL(url).host}`);
  });

  it('keeps as many connections as were used at once', async () => {
    setProxy({});
    const { url, connections } = await listen((_request, response) => response.end('ok'));
    const ask = async (): Promise<string> => (await sendHttp({ url, method: 'GET', headers: {} })).text();
    for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 300 }, ask));
    expect(connections()).toBeLessThanOrEqual(300);
  });

  it('asks the proxy for plain http, with its credentials', async () => {
    const proxy = await listenProxy();
    setProxy({ HTTP_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` });
    const response = await sendHttp({ url: 'http://api.invalid:81/v1?x=1', method: 'GET', headers: {} });
    expect(await response.text()).toBe('from the proxy');
    expect(proxy.seen).toEqual([
      `GET http://api.invalid:81/v1?x=1 host api.invalid:81 as Basic ${btoa('me:p@ss')}`,
    ]);
  });

  it('tunnels https through the proxy, checks the certificate there, and uses the tunnel again', async () => {
    const target = await listen((_request, response) => response.end('secure'), cert);
    const proxy = await listenProxy();
    setProxy({ https_proxy: `http://me:you@127.0.0.1:${proxy.port}` });
    const request = { url: `https://localhost:${target.port}/`, method: 'GET', headers: {} } as const;
    await expect(sendHttp(request)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    for (let count = 0; count < 3; count++) {
      expect(await (await sendHttp({ ...request, ca: [cert.cert] })).text()).toBe('secure');
    }
    const line = `CONNECT localhost:${target.port} as Basic ${btoa('me:you')}`;
    expect(proxy.seen).toEqual([line, line]);
  });

  it('tells the status with which a proxy refuses, without its credentials', async () => {
    const proxy = await listenProxy(407);
    setProxy({ https_proxy: `http://me:hush@127.0.0.1:${proxy.port}` });
    const answer = sendHttp({ url: 'https://api.invalid/', method: 'GET', headers: {} });
    await expect(answer).rejects.toThrow(
      `The proxy 127.0.0.1:${proxy.port} refused the connection with status 407.`,
    );
  });

  it('stops at an abort while the tunnel is being made', async () => {
    const proxy = await listen(() => {});
    const connected = new Promise<Socket>((resolve) => {
      proxy.server.on('connect', (_request, socket: Socket) => {
        socket.on('error', () => {});
        socket.resume();
        resolve(socket);
      });
    });
    setProxy({ https_proxy: proxy.url });
    const controller = new AbortController();
    const answer = sendHttp({
      url: 'https://api.invalid/abort',
      method: 'GET',
      headers: {},
      signal: controller.signal,
    });
    const socket = await connected;
    const closed = new Promise((resolve) => socket.on('end', resolve));
    controller.abort('enough');
    await expect(answer).rejects.toBe('enough');
    await closed;
  });

  it('reaches an excluded host straight', async () => {
    const target = await listen((_request, response) => response.end('straight'));
    setProxy({ http_proxy: 'http://127.0.0.1:1', no_proxy: '127.0.0.1' });
    expect(await (await sendHttp({ url: target.url, method: 'GET', headers: {} })).text()).toBe('straight');
  });

  it('rejects with a ConfigError for a proxy that it cannot use', async () => {
    setProxy({ http_proxy: 'socks5://127.0.0.1:1' });
    const answer = sendHttp({ url: 'http://api.invalid/', method: 'GET', headers: {} });
    await expect(answer).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining('socks5') as string,
    });
  });
});

describe('proxyFor', () => {
  it.each([
    ['https://api.example.com', '', true],
    ['https://api.example.com', '*', false],
    ['https://api.example.com', 'example.com', false],
    ['https://api.example.com', '.example.com', false],
    ['https://api.example.com', '*.example.com', false],
    ['https://API.example.com', 'other.com, Example.COM', false],
    ['https://badexample.com', 'example.com', true],
    ['https://api.example.com', 'example.com:443', false],
    ['https://api.example.com:8443', 'example.com:443', true],
    ['https://10.0.0.1', '10.0.0.1', false],
    ['https://[::1]:8443', '[::1]:8443', false],
    ['https://[::1]', '[::1]', false],
    ['http://api.example.com', '', false],
  ])('%s with NO_PROXY=%s: %s', (url, noProxy, expected) => {
    const proxy = proxyFor(new URL(url), { HTTPS_PROXY: 'proxy:3128', NO_PROXY: noProxy });
    expect(proxy !== undefined).toBe(expected);
  });

  it('ignores HTTP_PROXY in a CGI process, where a client can set it', () => {
    const env = { HTTP_PROXY: 'http://evil', REQUEST_METHOD: 'GET' };
    expect(proxyFor(new URL('http://a.example'), env)).toBeUndefined();
  });

  it('keeps credentials out of the error', () => {
    expect(() => proxyFor(new URL('http://a.example'), { http_proxy: 'ftp://me:hush@x' })).toThrow(
      /^(?!.*hush).*"ftp:"/,
    );
  });

  it('encodes credentials in UTF-8', () => {
    expect(proxyAuthorization(new URL('http://ü:x@proxy'))).toEqual({
      'proxy-authorization': 'Basic w7w6eA==',
    });
    expect(proxyAuthorization(new URL('http://proxy'))).toEqual({});
  });
});
