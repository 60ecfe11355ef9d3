import { describe, expect, it } from 'vitest';
import { guardedFetch } from '@pegboard/guard';
import { listen } from '../loopback.test-helper.ts';
import { nameServer, type Zone } from '../name-server.test-helper.ts';

const refused = { code: 'permission' };

/** A page that answers on 127.0.0.1, which counts as public here, and a `fetch` that asks a name server. */
async function withZone(zone: Zone, path = '/') {
  const server = await listen((request, response) =>
    request.url === '/again'
      ? response.writeHead(302, { location: '/' }).end()
      : response.end(request.headers.host),
  );
  const { lookup, questions } = await nameServer(zone);
  const fetch = guardedFetch({ allow: ['127.0.0.1'], lookup });
  const get = (name: string): Promise<Response> => fetch(`http://${name}:${server.port}${path}`);
  return { ...server, get, questions };
}

describe('names of a name server', () => {
  it.each<[string, Zone]>([
    ['an address', () => ['127.0.0.1']],
    ['an alias of one', (name) => (name === 'site.example' ? { alias: 'host.example' } : ['127.0.0.1'])],
    ['both families, of which one is there', () => ['127.0.0.1', '2606:4700:4700::1111']],
  ])('are reached: %s', async (_, zone) => {
    const { get, port } = await withZone(zone);
    expect(await (await get('site.example')).text()).toBe(`site.example:${port}`);
  });

  it.each<[string, readonly string[]]>([
    ['a private address', ['10.0.0.1']],
    ['this machine by another address', ['127.0.0.2']],
    ['a public and a private one', ['127.0.0.1', '192.168.0.1']],
    ['a public IPv4 and a private IPv6 one', ['127.0.0.1', 'fd00::1']],
    ['this machine in IPv6', ['::1']],
    ['a mapped address', ['::ffff:a00:1']],
    ['an address that carries another', ['64:ff9b::a9fe:a9fe']],
    ['cloud metadata', ['169.254.169.254']],
    ['no address of this network', ['0.0.0.0']],
  ])('are refused, also behind an alias: %s', async (_, addresses) => {
    const { get, connections } = await withZone((name) =>
      name === 'alias.example' ? { alias: 'host.example' } : addresses,
    );
    await expect(get('site.example')).rejects.toMatchObject(refused);
    await expect(get('alias.example')).rejects.toMatchObject(refused);
    expect(connections()).toBe(0);
  });

  it('that are not there are a network error', async () => {
    const { get } = await withZone(() => undefined);
    await expect(get('site.example')).rejects.toMatchObject({ code: 'network' });
  });
});

describe('rebinding by a name server that lets nothing be kept', () => {
  const changing: Zone = (_, asked) => (asked === 0 ? ['127.0.0.1'] : ['127.0.0.2']);

  it('a name is asked for once for each request, and the connection is made to that answer', async () => {
    const { get, port, connections, questions } = await withZone(changing);
    expect(await (await get('rebind.example')).text()).toBe(`rebind.example:${port}`);
    expect(questions.toSorted()).toEqual(['1 rebind.example', '28 rebind.example']);
    await expect(get('rebind.example')).rejects.toMatchObject(refused);
    expect(connections()).toBe(1);
  });

  it('a redirect to the same name is checked anew', async () => {
    const { get, connections } = await withZone(changing, '/again');
    await expect(get('rebind.example')).rejects.toMatchObject(refused);
    expect(connections()).toBe(1);
  });
});
