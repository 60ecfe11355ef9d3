import { describe, expect, it } from 'vitest';
import { guardedFetch, type Lookup } from '@pegboard/guard';
import { listen } from '../loopback.test-helper.ts';

const refused = { name: 'PegboardError', code: 'permission' };

describe('a name', () => {
  it.each([
    ['this machine', ['127.0.0.1']],
    ['this machine in IPv6', ['::1']],
    ['this machine in disguise', ['::ffff:127.0.0.1']],
    ['a private network', ['10.0.0.1']],
    ['cloud metadata', ['169.254.169.254']],
    ['public and private addresses', ['8.8.8.8', '10.0.0.1']],
    ['private and public addresses', ['10.0.0.1', '2606:4700:4700::1111']],
    ['an address in octal', ['010.8.8.8']],
    ['a number', ['134744072']],
    ['an address with a zone', ['fe80::1%eth0']],
    ['another name', ['localhost']],
  ])('that resolves to %s is refused', async (_, addresses) => {
    await expect(guardedFetch({ lookup: () => addresses })('http://a.example/')).rejects.toMatchObject(
      refused,
    );
  });

  it('is refused without telling the address', async () => {
    const answer = guardedFetch({ lookup: () => ['8.8.8.8', '10.9.8.7'] })('http://a.example/x');
    await expect(answer).rejects.toThrow(
      'The host of http://a.example may not be reached. It resolves to an address of a private network, one of its 2 addresses. Use a public host; the developer can open this one with the option `allow`.',
    );
  });

  it.each<[string, Lookup]>([
    ['nothing', () => []],
    ['no list', () => 'x' as unknown as string[]],
    ['no texts', () => [1] as unknown as string[]],
    ['an error', () => Promise.reject(new RangeError('no'))],
    [
      'a throw',
      () => {
        throw new RangeError('no');
      },
    ],
  ])('whose lookup gives %s is a network error', async (_, lookup) => {
    await expect(guardedFetch({ lookup })('http://a.example/')).rejects.toMatchObject({ code: 'network' });
  });

  it('is looked up by the system by default', async () => {
    // A label of more than 63 letters is refused by the system itself, without asking a server.
    await expect(guardedFetch()(`http://${'a'.repeat(64)}.invalid/`)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(/^The host of http:\/\/a{64}\.invalid was not found\. .*\(E[A-Z_]+\)/),
    });
  });
});

describe('rebinding', () => {
  it('a name is asked for once, and connected to as it was checked', async () => {
    const { port, connections } = await listen((request, response) => response.end(request.headers.host));
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const fetch = guardedFetch({ allow: ['127.0.0.1'], lookup: () => answers[asked++] ?? [] });
    expect(await (await fetch(`http://a.example:${port}/`)).text()).toBe(`a.example:${port}`);
    expect([asked, connections()]).toEqual([1, 1]);
    await expect(fetch(`http://a.example:${port}/`)).rejects.toMatchObject(refused);
    expect(connections()).toBe(1);
  });

  it('a name that was public and is private when a redirect comes back to it is refused', async () => {
    const { port, connections } = await listen((_request, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    );
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    let asked = 0;
    const fetch = guardedFetch({ allow: ['127.0.0.1'], lookup: () => answers[asked++] ?? [] });
    await expect(fetch(`http://a.example:${port}/`)).rejects.toMatchObject(refused);
    expect([asked, connections()]).toEqual([2, 1]);
  });
});

describe('rules meet the addresses of a name', () => {
  const get = async (options: object, url: string, addresses: readonly string[]): Promise<unknown> => {
    const { port } = await listen((_request, response) => response.end('reached'));
    const fetch = guardedFetch({ lookup: () => addresses, ...options });
    return fetch(url.replace(':0', `:${port}`)).then(
      (response) => response.text(),
      (error: { code?: string }) => error.code,
    );
  };

  it.each([
    ['a name opens its addresses', { allow: ['a.example'] }, 'reached'],
    ['a suffix opens them too', { allow: ['*.example'] }, 'reached'],
    ['a range opens the names in it', { allow: ['127.0.0.0/8'] }, 'reached'],
    ['another name does not', { allow: ['b.example'] }, 'permission'],
    ['deny wins by address', { allow: ['a.example'], deny: ['127.0.0.0/8'] }, 'permission'],
    ['deny wins by name', { allow: ['127.0.0.1'], deny: ['a.example'] }, 'permission'],
    ['only takes a range', { allow: ['127.0.0.1'], only: ['127.0.0.0/8'] }, 'reached'],
    ['only of another range', { allow: ['127.0.0.1'], only: ['10.0.0.0/8'] }, 'permission'],
    ['only does not open', { only: ['a.example'] }, 'permission'],
  ])('%s', async (_, options, outcome) => {
    expect(await get(options, 'http://a.example:0/', ['127.0.0.1'])).toBe(outcome);
  });

  it('a name never opens cloud metadata', async () => {
    expect(await get({ allow: ['*.example'] }, 'http://a.example/', ['169.254.169.254'])).toBe('permission');
  });

  it('localhost is two addresses, of which the open one is used, and never looked up', async () => {
    const { port } = await listen((_request, response) => response.end('reached'));
    const lookup = (): never => {
      throw new RangeError('asked');
    };
    const fetch = guardedFetch({ allow: ['127.0.0.1'], lookup });
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('reached');
    expect(await (await fetch(`http://x.localhost.:${port}/`)).text()).toBe('reached');
  });
});
