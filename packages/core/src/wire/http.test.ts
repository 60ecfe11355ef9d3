import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type HttpResponse, sendHttp, toNetworkError } from '@pegboard/core/provider';
import { listen } from './loopback.test-helper.ts';

const transports = [
  ['the transport of Node', undefined],
  ['fetch', (...args: Parameters<typeof fetch>) => fetch(...args)],
] as const;

/** Reads the next chunk as text; undefined at the end. */
async function read(chunks: AsyncIterator<Uint8Array>): Promise<string | undefined> {
  const { done, value } = await chunks.next();
  return done ? undefined : new TextDecoder().decode(value);
}

describe.each(transports)('%s', (_, fetchOption) => {
  const get = (url: string, signal?: AbortSignal): Promise<HttpResponse> =>
    sendHttp({ url, method: 'GET', headers: {}, signal, fetch: fetchOption });

  it('sends method, headers and body and gives status, headers and text', async () => {
    const { url } = await listen((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(418, { 'X-Answer': 'yes', 'content-type': 'text/plain' });
        response.end(
          `${request.method} ${request.url} ${String(request.headers['x-ask'])} ${Buffer.concat(chunks).toString()}`,
        );
      });
    });
    for (const body of ['Grüße 😀', new TextEncoder().encode('Grüße 😀')]) {
      const request = {
        url: `${url}/a?b=c`,
        method: 'POST',
        headers: { 'x-ask': 'now' },
        body,
        fetch: fetchOption,
      } as const;
      const response = await sendHttp(request);
      expect(response.status).toBe(418);
      expect(response.headers['x-answer']).toBe('yes');
      expect(await response.text()).toBe('POST /a?b=c now Grüße 😀');
    }
  });

  it('hands on a chunk before the next one is sent', async () => {
    let respond: ServerResponse | undefined;
    const { url } = await listen((_request, response) => {
      respond = response;
      response.write('one');
    });
    const chunks = (await get(url)).body[Symbol.asyncIterator]();
    expect(await read(chunks)).toBe('one');
    respond?.end('two');
    expect(await read(chunks)).toBe('two');
    expect(await read(chunks)).toBeUndefined();
    expect(await read(chunks)).toBeUndefined();
  });

  it('rejects with the reason when the signal has aborted already', async () => {
    const { url, connections } = await listen((_request, response) => response.end());
    await expect(get(url, AbortSignal.abort('not now'))).rejects.toBe('not now');
    expect(connections()).toBe(0);
  });

  it('stops at an abort before the head has come, and closes the connection', async () => {
    const controller = new AbortController();
    const { url, server } = await listen(() => {});
    const answer = get(url, controller.signal);
    const [request] = (await once(server, 'request')) as [{ socket: NodeJS.EventEmitter }];
    const closed = once(request.socket, 'close');
    controller.abort('enough');
    await expect(answer).rejects.toBe('enough');
    await closed;
  });

  it('stops at an abort in the middle of the body, and closes the connection', async () => {
    const controller = new AbortController();
    const { url, server } = await listen((_request, response) => response.write('one'));
    const requested = once(server, 'request') as Promise<[{ socket: NodeJS.EventEmitter }]>;
    const chunks = (await get(url, controller.signal)).body[Symbol.asyncIterator]();
    await read(chunks);
    const closed = once((await requested)[0].socket, 'close');
    const next = read(chunks);
    controller.abort('enough');
    await expect(next).rejects.toBe('enough');
    await expect(read(chunks)).rejects.toBe('enough');
    await closed;
  });

  it('ignores an abort after the end', async () => {
    const controller = new AbortController();
    const { url } = await listen((_request, response) => response.end('all'));
    const response = await get(url, controller.signal);
    expect(await response.text()).toBe('all');
    controller.abort();
  });

  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args));
    const { url } = await listen((_request, response) => response.end('all'));
    // What `fetch` does with the signal itself is not ours.
    const answer = fetchOption ? async (): Promise<Response> => new Response('all') : undefined;
    for (let count = 0; count < 3; count++) {
      await (await sendHttp({ url, method: 'GET', headers: {}, signal, fetch: answer })).text();
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(listeners).toBe(0);
  });

  it('closes the connection soon when the reader leaves the loop', async () => {
    const { url, server } = await listen((_request, response) => response.write('one'));
    const requested = once(server, 'request') as Promise<[{ socket: NodeJS.EventEmitter }]>;
    for await (const chunk of (await get(url)).body) {
      expect(chunk).toHaveLength(3);
      break;
    }
    await once((await requested)[0].socket, 'close');
  });

  it('rejects when nothing listens, naming the host and no path', async () => {
    const closed = await listen(() => {});
    closed.close();
    await once(closed.server, 'close');
    const url = `${closed.url}/v1/secret-path`;
    const error = await get(url).catch((caught: unknown) => caught);
    const told = toNetworkError({ provider: 'test', url, error });
    expect(told).toMatchObject({ code: 'network', retryable: true, provider: 'test' });
    expect(told.message).toBe(
      `The connection to 127.0.0.1:${closed.port} failed. Nothing listens there: ECONNREFUSED. Check the base URL and that the server runs.`,
    );
  });

  it('rejects when a name cannot be resolved', async () => {
    const url = 'http://nowhere.invalid/';
    const error = await get(url).catch((caught: unknown) => caught);
    expect(toNetworkError({ provider: 'test', url, error }).message).toMatch(
      /nowhere\.invalid failed\. Its name could not/,
    );
  });

  it('rejects when the connection is reset before the head', async () => {
    const { url, server } = await listen(() => {});
    server.on('request', (request: { socket: { resetAndDestroy(): void } }) =>
      request.socket.resetAndDestroy(),
    );
    await expect(get(url)).rejects.toThrow();
  });

  it.each(['reset', 'early end'])('hands on what came, then rejects at a %s in the body', async (how) => {
    const { url } = await listen((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('one', () =>
        setImmediate(() => (how === 'reset' ? request.socket.resetAndDestroy() : request.socket.end())),
      );
    });
    const chunks = (await get(url)).body[Symbol.asyncIterator]();
    await expect(
      (async () => {
        for (;;) if ((await read(chunks)) === undefined) return;
      })(),
    ).rejects.toThrow();
  });

  it('does not follow a redirect', async () => {
    const { url } = await listen((_request, response) =>
      response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    expect((await get(url)).status).toBe(307);
  });

  it('uses one connection again and again', async () => {
    const { url, connections } = await listen((_request, response) => response.end('x'));
    for (let count = 0; count < 5; count++) await (await get(url)).text();
    // `fetch` may open a second one while it gives the first one back.
    expect(connections()).toBeLessThanOrEqual(fetchOption ? 2 : 1);
  });

  it('carries bodies of many megabytes both ways', async () => {
    const { url } = await listen((request, response) => void request.pipe(response));
    const body = 'abcdefgh'.repeat(2_500_000);
    const response = await sendHttp({ url, method: 'POST', headers: {}, body, fetch: fetchOption });
    expect((await response.text()) === body).toBe(true);
  });

  it('stops reading a text at its limit', async () => {
    const { url } = await listen((_request, response) => response.write('x'.repeat(100_000)));
    expect(await (await get(url)).text(1000)).toBe('x'.repeat(1000));
  });

  it('does not read faster than its reader', async () => {
    let written = 0;
    const block = Buffer.alloc(65_536);
    const { url, server } = await listen((_request, response) => {
      const fill = (): void => {
        while (written < 200 && response.write(block)) written++;
        if (written < 200) response.once('drain', fill);
        server.emit('filled');
      };
      fill();
    });
    const response = await get(url);
    const chunks = response.body[Symbol.asyncIterator]();
    await chunks.next();
    let before = -1;
    // The kernel's buffers fill up; then nothing moves until somebody reads.
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(written).toBeLessThan(200);
    await chunks.return?.();
  });
});

describe('a request', () => {
  it('goes through the fetch that it brings, on Node too, and stops though that fetch ignores the signal', async () => {
    const controller = new AbortController();
    const never = new Promise<Response>(() => {});
    const answer = sendHttp({
      url: 'http://x.invalid',
      method: 'GET',
      headers: {},
      signal: controller.signal,
      fetch: () => never,
    });
    controller.abort('enough');
    await expect(answer).rejects.toBe('enough');
  });

  it('rejects, and does not throw, for a URL or a header that cannot be sent', async () => {
    await expect(sendHttp({ url: 'nonsense', method: 'GET', headers: {} })).rejects.toThrow();
    const bad = sendHttp({ url: 'http://127.0.0.1:1', method: 'GET', headers: { authorization: 'a\nb' } });
    await expect(bad).rejects.toThrow(/authorization/);
  });
});
