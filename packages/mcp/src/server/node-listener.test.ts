import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { serveHttp, until } from '../servers.test-util.ts';

test('requests and answers pass with their headers and bodies', async () => {
  await using http = await serveHttp(async (incoming) => {
    const body = await incoming.text();
    const { pathname, searchParams } = new URL(incoming.url);
    const told = [incoming.method, pathname, searchParams.get('a'), incoming.headers.get('x-word'), body];
    return Response.json(told, { status: 201, headers: { 'x-answer': 'yes' } });
  });
  const response = await fetch(`${http.origin}/p?a=1`, {
    method: 'PUT',
    body: 'bees',
    headers: { 'x-word': 'w' },
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('x-answer')).toBe('yes');
  expect(await response.json()).toEqual(['PUT', '/p', '1', 'w', 'bees']);
  const empty = await fetch(http.origin, { method: 'HEAD' });
  expect(await empty.text()).toBe('');
});

test('an answer is passed on in pieces, and a client that leaves is noticed', async () => {
  let left = false;
  await using http = await serveHttp(async ({ signal }) => {
    signal.addEventListener('abort', () => (left = true));
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('one')),
    });
    return new Response(body);
  });
  const asking = request(http.origin).end();
  const [response] = (await once(asking, 'response')) as [NodeJS.ReadableStream];
  const [chunk] = (await once(response, 'data')) as [Buffer];
  expect(chunk.toString()).toBe('one');
  asking.destroy();
  await until(() => left);
});

test('a handler that fails is answered with 500 and no words', async () => {
  await using http = await serveHttp(async () => {
    throw new TypeError('secret');
  });
  const response = await fetch(http.origin);
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('');
});
