import { expect, it } from 'vitest';
import * as z from 'zod';
import { braveSearch, serviceTool } from '../index.ts';
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
    JSON.stringify({ type: 'search', web: { results: [{ title: 'Blåbær', url: 'https://a.example' }] } }),
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

it('keeps a key that the service echoes from the model, wherever it stands', async () => {
  const key = 'key-0123456789abcdef';
  const tool = serviceTool({
    name: 'echo',
    factory: 'echo',
    title: 'Echo',
    description: 'Echoes.',
    baseURL: 'https://echo.example',
    key: { variable: 'ECHO_KEY', header: 'x-key' },
    input: z.object({}),
    output: z.object({ word: z.string() }),
    effects: {},
    problem: (body) => z.object({ fault: z.string() }).safeParse(body).data?.fault,
    execute: (_, { service }) => service.json(z.object({ word: z.string() }), { path: '/' }),
  });
  const answered = (body: object) =>
    callTool(tool({ apiKey: key, fetch: async () => Response.json(body) }), {});
  expect((await answered({ word: `Your key is ${key}.` })).value).toEqual({
    word: 'Your key is [redacted].',
  });
  const told = await answered({ fault: `No ${key}\n${' here'.repeat(1_000)}` });
  expect(told.error).toMatch(/Echo refused. No \[redacted\] here here/);
  expect(told.error.length).toBeLessThan(500);
});

it('says a refusal in its own words when the service wraps it without end', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  expect((await call(async () => new Response(deep, { status: 400 }))).error).toMatch(
    /Brave Search answered with status 400\. Status 400\. Change the arguments/,
  );
});

it('tells of a key that is not to be had, without the words of the function', async () => {
  const apiKey = (): string => {
    throw new TypeError('vault: key-0123456789abcdef has expired');
  };
  const { error, seen } = await callTool(braveSearch({ apiKey }), { query: 'x' });
  expect(error).toMatch(/The key of Brave Search is not to be had. The function apiKey failed/);
  expect(seen).not.toContain('0123456789');
  expect(() => braveSearch({ apiKey: 42 } as never)).toThrow(
    /option apiKey of braveSearch will not do. It is of type number/,
  );
});
