import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '@pegboard/core';
import {
  createRegistry,
  type Plugin,
  type PluginContext,
  type PluginFs,
  type PluginPermissions,
  type RegistryOptions,
  uncovered,
} from '@pegboard/core/plugin';
import { makePlugin } from '../plugin.test-util.ts';

/** What a plugin of these permissions is given to work with. */
async function contextOf(
  permissions: PluginPermissions,
  brokers: RegistryOptions['brokers'] = {},
): Promise<PluginContext & AsyncDisposable> {
  let context: PluginContext | undefined;
  const registry = createRegistry({
    plugins: [makePlugin('odd', { permissions, setup: (ctx) => void (context = ctx) })],
    brokers,
  });
  await registry.ready();
  expect(registry.diagnostics).toEqual([]);
  // Its set-up has run.
  const given = context as PluginContext;
  return { ...given, [Symbol.asyncDispose]: () => registry.dispose() };
}

describe('uncovered', () => {
  it.each<[PluginPermissions, PluginPermissions, readonly string[]]>([
    [{}, {}, []],
    [{ net: ['a.example'] }, { net: ['*'] }, []],
    [{ net: ['A.example'] }, { net: ['a.EXAMPLE'] }, []],
    [{ net: ['a.b.example'] }, { net: ['*.example'] }, []],
    [{ net: ['*.b.example'] }, { net: ['*.example'] }, []],
    [{ net: ['example'] }, { net: ['*.example'] }, ['net example']],
    [{ net: ['evilexample.org'] }, { net: ['*.example.org', 'example.org'] }, ['net evilexample.org']],
    [{ net: ['*'] }, { net: ['a.example'] }, ['net *']],
    [{ net: ['*.example'] }, { net: ['a.example'] }, ['net *.example']],
    [{ net: ['a.example:8080'] }, { net: ['a.example'] }, []],
    [{ net: ['a.example'] }, { net: ['a.example:8080'] }, ['net a.example']],
    [{ net: ['[::1]:80'] }, { net: ['[::1]'] }, []],
    [{ env: ['ACME_KEY'] }, { env: ['ACME_*'] }, []],
    [{ env: ['ACME_*'] }, { env: ['ACME_KEY'] }, ['env ACME_*']],
    [{ fs: ['./data/cache'] }, { fs: ['data'] }, []],
    [{ fs: ['./data/../secret'] }, { fs: ['data'] }, ['fs ./data/../secret']],
    [{ fs: ['../x'] }, { fs: ['.'] }, ['fs ../x']],
    [{ fs: ['../../x'] }, { fs: ['..'] }, ['fs ../../x']],
    [{ fs: ['../x', 'y', '.'] }, { fs: ['..'] }, ['fs y', 'fs .']],
    [{ fs: ['/var/data'] }, { fs: ['/var'] }, []],
    [{ fs: ['/variable'] }, { fs: ['/var'] }, ['fs /variable']],
    [{ fs: ['/../etc'] }, { fs: ['/etc'] }, []],
    [{ fs: ['C:\\data\\x'] }, { fs: ['c:/data'] }, []],
    [{ fs: ['data'] }, { fsRead: ['data'] }, ['fs data']],
    [{ fsRead: ['data'] }, { fs: ['data'] }, []],
    [{ spawn: true }, {}, ['spawn']],
    [{ spawn: true }, { spawn: true }, []],
    [{ spawn: false }, {}, []],
  ])('of %j with %j is %j', (declared, grants, expected) => {
    expect(uncovered(declared, grants)).toEqual(expected);
    expect(uncovered(declared, true)).toEqual([]);
  });
});

describe('grants', () => {
  const asking = makePlugin('asking', { permissions: { env: ['ACME_KEY'] } });

  it.each<[string, RegistryOptions, boolean]>([
    ['nothing said', { plugins: [asking] }, true],
    ['none', { plugins: [asking], permissions: {} }, false],
    ['those of another', { plugins: [asking], permissions: { other: true } }, false],
    ['by name', { plugins: [asking], permissions: { asking: { env: ['ACME_KEY'] } } }, true],
    ['too few', { plugins: [asking], permissions: { asking: { net: ['*'] } } }, false],
    ['all that it declares', { plugins: [asking], permissions: { asking: true } }, true],
    ['by the name it has here', { plugins: [{ plugin: asking, as: 'a' }], permissions: { a: true } }, true],
    ['in its entry', { plugins: [{ plugin: asking, grants: true }], permissions: {} }, true],
    [
      'too few in its entry',
      { plugins: [{ plugin: asking, grants: {} }], permissions: { asking: true } },
      false,
    ],
    [
      'by a name of every object',
      { plugins: [asking], permissions: Object.create({ asking: true }) as never },
      false,
    ],
  ])('%s', async (_, options, ready) => {
    await using registry = createRegistry(options);
    await registry.ready();
    expect(registry.plugins).toMatchObject([{ state: ready ? 'ready' : 'failed' }]);
    const causes = registry.diagnostics.map(({ stage, cause }) => `${stage}: ${cause}`);
    const refused = 'checked: it asks for more than it is granted: env ACME_KEY';
    expect(causes).toEqual(ready ? [] : [refused]);
  });

  it('that are none are named', async () => {
    await using registry = createRegistry({
      plugins: [{ plugin: asking, grants: { network: [] } as never }],
    });
    await registry.ready();
    expect(registry.diagnostics[0]?.cause).toMatch(/a kind "network"/);
  });

  it('must cover the manifest before the module is loaded', async () => {
    let loaded = 0;
    const manifest = { api: 1, name: 'asking', permissions: { spawn: true } };
    const load = (): Plugin => (loaded++, asking);
    await using registry = createRegistry({ plugins: [{ load, manifest }], permissions: { asking: {} } });
    await registry.ready();
    expect(loaded).toBe(0);
    expect(registry.diagnostics).toMatchObject([{ plugin: 'asking', stage: 'checked' }]);
  });
});

describe('env', () => {
  const values: Record<string, string> = { ACME_KEY: 'k', ACME_URL: 'u', OTHER: 'o' };
  const brokers = { env: (name: string): string | undefined => values[name] };

  it('holds what is declared, as it is when it is read', async () => {
    await using ctx = await contextOf({ env: ['ACME_KEY', 'ACME_NONE', 'ACME_U*'] }, brokers);
    expect(ctx.env.ACME_KEY).toBe('k');
    expect(ctx.env.ACME_URL).toBe('u');
    expect(ctx.env.ACME_NONE).toBeUndefined();
    expect({ ...ctx.env }).toEqual({ ACME_KEY: 'k' });
    expect('ACME_URL' in ctx.env).toBe(true);
    values.ACME_KEY = 'newer';
    expect(ctx.env.ACME_KEY).toBe('newer');
  });

  it('refuses what is not, by name and remedy, and cannot be changed', async () => {
    await using ctx = await contextOf({ env: ['ACME_KEY'] }, brokers);
    expect(() => ctx.env.OTHER).toThrow(
      /Plugin "odd" may not reach OTHER.*permissions\.env are ACME_KEY.*env: \['OTHER'\]/,
    );
    expect(() => ctx.env.OTHER).toThrow(ConfigError);
    expect('OTHER' in ctx.env).toBe(false);
    expect(() => Object.assign(ctx.env, { ACME_KEY: 'x' })).toThrow(TypeError);
    expect(JSON.stringify(ctx.env)).toBe('{"ACME_KEY":"newer"}');
    expect(String(await Promise.resolve(ctx.env).then((env) => env.constructor))).toBe('undefined');
  });

  it('is that of the process where the host says nothing', async () => {
    await using ctx = await contextOf({ env: ['PATH'] });
    expect(ctx.env.PATH).toBe(process.env.PATH);
  });
});

describe('fs', () => {
  const files = new Map([['data/a.txt', 'A']]);
  const fs: PluginFs = {
    readFile: async (path) => new TextEncoder().encode(files.get(path)),
    readText: async (path) => files.get(path) ?? '',
    writeFile: async (path, data) => void files.set(path, String(data)),
    list: async () => [...files.keys()],
    stat: async () => undefined,
    remove: async (path) => void files.delete(path),
  };

  it('reaches what is declared', async () => {
    await using ctx = await contextOf({ fs: ['./out'], fsRead: ['data'] }, { fs });
    expect(await ctx.fs.readText('data/a.txt')).toBe('A');
    expect(await ctx.fs.readFile('data/a.txt')).toEqual(new TextEncoder().encode('A'));
    await ctx.fs.writeFile('out/b.txt', 'B');
    expect(await ctx.fs.readText('out/b.txt')).toBe('B');
    expect(await ctx.fs.list('./data/')).toEqual(['data/a.txt', 'out/b.txt']);
    expect(await ctx.fs.stat('out')).toBeUndefined();
    await ctx.fs.remove('out/b.txt');
    expect([...files.keys()]).toEqual(['data/a.txt']);
  });

  it.each<[string, (given: PluginFs) => Promise<unknown>, RegExp]>([
    [
      'a write where only reading is',
      (given) => given.writeFile('data/a.txt', ''),
      /may not reach data\/a\.txt.*permissions\.fs are out/,
    ],
    ['a removal where only reading is', (given) => given.remove('data/a.txt'), /permissions\.fs are out/],
    ['a path beside', (given) => given.readText('database'), /permissions\.fsRead are out, data/],
    [
      'a path that climbs out',
      (given) => given.readFile('data/../secret'),
      /may not reach data\/\.\.\/secret/,
    ],
    ['an absolute path', (given) => given.list('/data'), /may not reach \/data/],
    ['the folder above', (given) => given.stat('..'), /may not reach \.\./],
  ])('refuses %s', async (_, work, message) => {
    await using ctx = await contextOf({ fs: ['out'], fsRead: ['data'] }, { fs });
    await expect(work(ctx.fs)).rejects.toThrow(message);
    await expect(work(ctx.fs)).rejects.toThrow(ConfigError);
  });

  it('says that the host gives none', async () => {
    await using ctx = await contextOf({ fs: ['out'] });
    await expect(ctx.fs.readText('out/x')).rejects.toThrow(
      /this host gives plugins no files.*brokers: \{ fs \}/,
    );
  });
});

describe('fetch', () => {
  const seen: {
    readonly url: string;
    readonly method: string;
    readonly body: string;
    readonly auth: string;
    readonly type: string;
  }[] = [];
  const answer: RequestListener = (request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const { url = '', method = '', headers } = request;
      seen.push({
        url,
        method,
        body,
        auth: headers.authorization ?? '',
        type: headers['content-type'] ?? '',
      });
      const [, status, location] = /^\/to\/(\d+)\/(.*)$/.exec(url) ?? [];
      if (status === undefined || location === undefined) return response.end(`got ${method} ${body}`);
      return response.writeHead(Number(status), { location: decodeURIComponent(location) }).end('moved');
    });
  };
  const [server, elsewhere] = [createServer(answer), createServer(answer)];
  let port = 0;
  let base = '';
  let other = '';
  const listen = async (host: Server): Promise<number> => {
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    return (host.address() as AddressInfo).port;
  };
  beforeAll(async () => {
    port = await listen(server);
    base = `http://127.0.0.1:${port}`;
    other = `http://127.0.0.1:${await listen(elsewhere)}`;
  });
  afterAll(() => {
    server.close();
    elsewhere.close();
  });

  const moved = (status: number, to: string): string => `${base}/to/${status}/${encodeURIComponent(to)}`;

  it('reaches what is declared, with all that a request holds', async () => {
    await using ctx = await contextOf({ net: ['127.0.0.1'] });
    const response = await ctx.fetch(`${base}/x`, { method: 'POST', body: 'hello' });
    expect(await response.text()).toBe('got POST hello');
    const asRequest = await ctx.fetch(new Request(`${base}/x`, { method: 'PUT', body: 'again' }));
    expect(await asRequest.text()).toBe('got PUT again');
    expect(await (await ctx.fetch(new URL(`${base}/y`))).text()).toBe('got GET ');
  });

  it('follows redirects as fetch does, without credentials for another origin', async () => {
    await using ctx = await contextOf({ net: ['127.0.0.1'] });
    const headers = { authorization: 'Bearer abc' };
    seen.length = 0;
    const posted = await ctx.fetch(moved(302, '/end'), { method: 'POST', body: 'hello', headers });
    expect(await posted.text()).toBe('got GET ');
    const kept = await ctx.fetch(moved(307, '/end'), { method: 'POST', body: 'hello', headers });
    expect(await kept.text()).toBe('got POST hello');
    const away = await ctx.fetch(moved(308, `${other}/end`), { method: 'POST', body: 'hello', headers });
    expect(await away.text()).toBe('got POST hello');
    const auths = seen.filter(({ url }) => url === '/end').map(({ auth }) => auth);
    expect(auths).toEqual(['Bearer abc', 'Bearer abc', '']);
    const types = seen.filter(({ url }) => url === '/end').map(({ type }) => type);
    expect(types).toEqual(['', 'text/plain;charset=UTF-8', 'text/plain;charset=UTF-8']);
    expect((await ctx.fetch(moved(302, '/end'), { redirect: 'manual' })).status).toBe(302);
    await expect(ctx.fetch(moved(302, '/end'), { redirect: 'error' })).rejects.toThrow(/redirects/);
    const around = `${base}/to/302/${encodeURIComponent('')}`;
    await expect(ctx.fetch(around)).rejects.toThrow(/More than 20 redirects/);
    const stream = new Request(moved(307, '/end'), { method: 'POST', body: 'hello' });
    await expect(ctx.fetch(stream)).rejects.toThrow(/Send text or bytes/);
  });

  it.each<[string, PluginPermissions, () => string, RegExp]>([
    ['a host', {}, () => base, /may not reach 127\.0\.0\.1:\d+.*no permissions\.net/],
    ['a port', { net: ['127.0.0.1:1'] }, () => base, /may not reach/],
    [
      'a host that it is sent to',
      { net: ['127.0.0.1'] },
      () => moved(302, 'http://localhost:1/x'),
      /may not reach localhost:1/,
    ],
    ['a file', { net: ['*'] }, () => 'file:///etc/passwd', /may not reach file: URLs/],
    ['data', { net: ['*'] }, () => 'data:,x', /may not reach data: URLs/],
    [
      'a host in a user name',
      { net: ['127.0.0.1'] },
      () => 'http://127.0.0.1@localhost:1/',
      /credentials|may not reach/,
    ],
  ])('refuses %s', async (_, permissions, url, message) => {
    await using ctx = await contextOf(permissions);
    await expect(ctx.fetch(url())).rejects.toThrow(message);
  });

  it('goes through the broker of the host, hop by hop', async () => {
    const urls: string[] = [];
    const send: typeof fetch = async (input) => {
      const { url } = input as Request;
      urls.push(url);
      const to = url.endsWith('/a') ? { status: 301, headers: { location: '/b' } } : {};
      return new Response('ok', to);
    };
    await using ctx = await contextOf({ net: ['*.example.com'] }, { fetch: send });
    expect(await (await ctx.fetch('https://api.example.com/a')).text()).toBe('ok');
    expect(urls).toEqual(['https://api.example.com/a', 'https://api.example.com/b']);
  });

  it('ends with the call and with the plugin', async () => {
    const send: typeof fetch = async (input) =>
      new Promise((_, reject) => {
        const { signal } = input as Request;
        if (signal.aborted) reject(signal.reason as Error);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const ctx = await contextOf({ net: ['*'] }, { fetch: send });
    await expect(
      ctx.fetch('https://a.example', { signal: AbortSignal.abort(new RangeError('stop')) }),
    ).rejects.toThrow('stop');
    const waiting = ctx.fetch('https://a.example');
    const refused = expect(waiting).rejects.toThrow(/has left the registry/);
    await ctx[Symbol.asyncDispose]();
    await refused;
  });
});
