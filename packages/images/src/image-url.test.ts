import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { guardedFetch } from '@pegboard/guard';
import { imageUrl } from '@pegboard/images';
import { flag } from './pictures.test-helper.ts';

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A TCP server has an address with a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const local = guardedFetch({ allow: ['127.0.0.1'] });

it('fetches and prepares an image, named by its address', async () => {
  const picture = await flag();
  const url = await listen((request, response) =>
    request.url === '/moved'
      ? response.writeHead(302, { location: '/a%20flag.png?x=1' }).end()
      : response.end(picture),
  );
  expect(await imageUrl(`${url}/moved`, { fetch: local, limits: { maxSide: 40 } })).toMatchObject({
    part: { mediaType: 'image/png' },
    original: { width: 80, height: 40 },
    sent: { width: 40, height: 20 },
    name: 'a flag.png',
  });
  expect(await imageUrl(new URL(url), { fetch: local, name: 'mine' })).toMatchObject({ name: 'mine' });
});

it('reaches public addresses only, unless a fetch is passed', async () => {
  const url = await listen((_request, response) => response.end('x'));
  await expect(imageUrl(url)).rejects.toMatchObject({ code: 'permission' });
});

it('refuses what is no image, an error page and too long an answer, without the path', async () => {
  const url = await listen((request, response) => {
    if (request.url === '/page') return response.end('<html>hello</html>');
    if (request.url === '/missing') return response.writeHead(404).end('x');
    return response.end(Buffer.alloc(2_000));
  });
  await expect(imageUrl(`${url}/page`, { fetch: local })).rejects.toThrow(
    `The image at ${url} is no image. `,
  );
  await expect(imageUrl(`${url}/missing`, { fetch: local })).rejects.toThrow(
    `The image at ${url} cannot be used. It answered with status 404. Use the address of the image itself.`,
  );
  for (const fetch of [local, globalThis.fetch]) {
    await expect(imageUrl(`${url}/long`, { fetch, maxInputBytes: 1_000 })).rejects.toMatchObject({
      code: 'invalid-response',
    });
  }
});

it('stops with its signal', async () => {
  const controller = new AbortController();
  const url = await listen(() => controller.abort('enough'));
  await expect(imageUrl(url, { fetch: local, signal: controller.signal })).rejects.toBe('enough');
});
