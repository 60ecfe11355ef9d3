import { expect, it } from 'vitest';
import { braveSearch } from '../index.ts';
import { callTool } from './call-tool.test-util.ts';

const call = (send: typeof fetch, timeoutMs = 20_000) =>
  callTool(braveSearch({ apiKey: 'k', fetch: send, timeoutMs }), { query: 'x' });

it('limits what a `fetch` of the developer may take, too', async () => {
  const silent = await call(
    (_, init) =>
      new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new Error('gone'))),
      ),
    50,
  );
  expect(silent.error).toMatch(/Brave Search did not answer in time. The limit is 50 ms/);
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)) });
  expect((await call(async () => new Response(endless))).error).toMatch(/answer of Brave Search is too long/);
});

it('tells of a failed connection after a second try', async () => {
  let tries = 0;
  const failing: typeof fetch = async () => {
    tries++;
    throw new TypeError('fetch failed: secret-host.internal');
  };
  expect((await call(failing)).error).toMatch(/Brave Search could not be reached. Try again later/);
  expect(tries).toBe(2);
});

it('reads text that is cut within a letter', async () => {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ web: { results: [{ title: 'Blåbær', url: 'https://a.example' }] } }),
  );
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  expect((await call(async () => new Response(stream))).value).toMatchObject({
    results: [{ title: 'Blåbær' }],
  });
});
