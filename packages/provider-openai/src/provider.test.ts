import { once } from 'node:events';
import { OpenAI } from 'openai';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openai } from './index.ts';
import {
  delta,
  done,
  failure,
  host,
  request,
  run,
  sse,
  streams,
  transports,
} from './loopback.test-helper.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const closedVault = (): never => {
  throw new TypeError('vault closed');
};

const answer = sse(delta({ content: 'Hello' }), delta({}, 'stop')) + done;
const json = { id: 'i', choices: [{ index: 0, message: { content: 'Hello' }, finish_reason: 'stop' }] };

describe.each(transports)('through %s', (_, make) => {
  it('streams, or asks once when nobody watches', async () => {
    const { baseURL, seen } = await host((response, { body }) =>
      body.stream
        ? streams(answer)(response, seen[0] as never)
        : response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json)),
    );
    expect((await run(make(baseURL))).text).toBe('Hello');
    expect((await run(make(baseURL), { deltas: false })).text).toBe('Hello');
    expect(seen.map(({ path, body }) => [path, body.stream])).toEqual([
      ['/v1/chat/completions', true],
      ['/v1/chat/completions', undefined],
    ]);
    expect(seen[0]?.headers.authorization).toBe('Bearer sk-test-key');
  });

  it('takes JSON where it asked for a stream, and a stream where it asked for JSON', async () => {
    const whole = await host((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json)),
    );
    expect((await run(make(whole.baseURL))).text).toBe('Hello');
    const stream = await host(streams(answer));
    expect((await run(make(stream.baseURL), { deltas: false })).text).toBe('Hello');
  });

  it('hands on deltas as they come, and is over at the last marker though the host keeps the connection', async () => {
    let send: ((text: string) => void) | undefined;
    const { baseURL } = await host((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      send = (text) => void response.write(text);
      response.write(sse(delta({ content: 'a' })));
    });
    const texts: string[] = [];
    for await (const batch of make(baseURL).stream(request())) {
      for (const event of batch) if (event.type === 'text') texts.push(event.text);
      if (texts.join('') === 'a') send?.(sse(delta({ content: 'b' }), delta({}, 'stop')) + done);
    }
    expect(texts.join('')).toBe('ab');
  });

  it('carries what the host tells of an error', async () => {
    const error = { message: 'Slow down', type: 'tokens', param: null, code: 'rate_limit_exceeded' };
    const headers = { 'x-request-id': 'req_9', 'retry-after': '3', 'x-ratelimit-remaining-tokens': '0' };
    const { baseURL, seen } = await host((response) =>
      response.writeHead(429, headers).end(JSON.stringify({ error })),
    );
    const caught = await failure(run(make(baseURL)));
    expect(caught).toMatchObject({
      name: 'ProviderError',
      code: 'rate-limit',
      status: 429,
      retryable: true,
      retryAfterMs: 3000,
      requestId: 'req_9',
      rateLimits: { tokens: { remaining: 0 } },
      provider: 'openai',
      model: 'gpt-test',
    });
    expect(caught.message).toBe('openai answered with status 429. Slow down. Code: rate_limit_exceeded.');
    expect(seen).toHaveLength(1);
  });

  it.each([
    [400, { code: 'context_length_exceeded', message: 'Too long' }, 'context-too-long', false],
    [429, { code: 'insufficient_quota', message: 'Pay' }, 'payment', false],
    [401, { code: 'invalid_api_key', message: 'Bad key' }, 'authentication', false],
    [400, { code: 'content_filter', message: 'No' }, 'content-filter', false],
    [500, { message: 'Oops' }, 'server', true],
  ])('tells apart a %i with %j', async (status, error, code, retryable) => {
    const { baseURL } = await host((response) => response.writeHead(status).end(JSON.stringify({ error })));
    expect(await failure(run(make(baseURL)))).toMatchObject({ status, code, retryable });
  });

  it.each(['<html>Bad gateway</html>', '', 'null', '"text"'])(
    'takes an error whose body is %j',
    async (body) => {
      const { baseURL } = await host((response) => response.writeHead(502).end(body));
      expect(await failure(run(make(baseURL)))).toMatchObject({
        status: 502,
        code: 'server',
        retryable: true,
      });
    },
  );

  it('rejects with the reason of an abort, before, during and in the middle', async () => {
    const reason = new Error('enough');
    const silent = await host(() => {});
    expect(await failure(run(make(silent.baseURL), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(silent.seen).toHaveLength(0);

    const before = new AbortController();
    const waiting = failure(run(make(silent.baseURL), { signal: before.signal }));
    await vi.waitFor(() => expect(silent.seen).toHaveLength(1));
    before.abort(reason);
    expect(await waiting).toBe(reason);

    const middle = new AbortController();
    const { baseURL, sockets } = await host((response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write(sse(delta({ content: 'a' }, 'stop'))),
    );
    const caught = await failure(
      (async () => {
        for await (const batch of make(baseURL).stream(request({ signal: middle.signal }))) {
          expect(batch).not.toHaveLength(0);
          middle.abort(reason);
        }
      })(),
    );
    expect(caught).toBe(reason);
    await vi.waitFor(() => expect(sockets.size).toBe(0));
  });

  it('closes the connection when its reader leaves', async () => {
    const { baseURL, sockets } = await host((response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(sse(delta({ content: 'a' }))),
    );
    for await (const batch of make(baseURL).stream(request())) {
      expect(batch).not.toHaveLength(0);
      break;
    }
    await vi.waitFor(() => expect(sockets.size).toBe(0));
  });

  it('says truncated for a clean early end, network for a reset, and neither once the answer is complete', async () => {
    const early = await host(streams(sse(delta({ content: 'a' }))));
    expect(await failure(run(make(early.baseURL)))).toMatchObject({ code: 'truncated', retryable: true });

    const reset = await host((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(sse(delta({ content: 'a' })), () =>
        setImmediate(() => response.socket?.resetAndDestroy()),
      );
    });
    expect(await failure(run(make(reset.baseURL)))).toMatchObject({ code: 'network', retryable: true });

    const complete = await host((response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write(sse(delta({ content: 'a' }, 'stop'))),
    );
    const types: string[] = [];
    for await (const batch of make(complete.baseURL).stream(request())) {
      types.push(...batch.map(({ type }) => type));
      for (const socket of complete.sockets) socket.resetAndDestroy();
    }
    expect(types).toEqual(['start', 'text', 'finish']);
  });

  it('says network, with the host, when nothing listens', async () => {
    const caught = await failure(run(make('http://127.0.0.1:1/v1')));
    expect(caught).toMatchObject({ code: 'network', retryable: true });
    expect(caught.message).toMatch(/127\.0\.0\.1/);
  });

  it('says that an answer cannot be read', async () => {
    const { baseURL } = await host((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'),
    );
    expect(await failure(run(make(baseURL)))).toMatchObject({ code: 'invalid-response', retryable: false });
  });

  it('rejects, and does not crash, for a request that is no JSON', async () => {
    const providerOptions = { openai: { n: 1n as never } };
    expect(await failure(run(make('http://127.0.0.1:1'), { providerOptions }))).toMatchObject({
      code: 'invalid-request',
    });
  });
});

it('uses one connection again after a stream', async () => {
  const { baseURL, sockets } = await host(streams(answer));
  const provider = openai({ baseURL, apiKey: 'k' });
  for (let count = 0; count < 3; count++) await run(provider);
  expect(sockets.size).toBe(1);
});

describe('the key', () => {
  it('is asked for at each call, so that making a provider never fails', async () => {
    vi.stubEnv('OPENAI_API_KEY', '');
    const provider = openai();
    expect(await failure(run(provider))).toMatchObject({
      name: 'ConfigError',
      code: 'missing-key',
      message: expect.stringContaining('OPENAI_API_KEY') as string,
    });
    const { baseURL, seen } = await host(streams(answer));
    vi.stubEnv('OPENAI_API_KEY', 'from-env');
    vi.stubEnv('OPENAI_BASE_URL', `${baseURL}/`);
    await run(provider);
    let count = 0;
    const changing = openai({ apiKey: async () => `key-${++count}` });
    await run(changing);
    await run(changing);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer from-env',
      'Bearer key-1',
      'Bearer key-2',
    ]);
  });

  it('that cannot be got is an authentication error', async () => {
    expect(await failure(run(openai({ apiKey: closedVault })))).toMatchObject({
      name: 'ProviderError',
      code: 'authentication',
    });
  });

  it('is refused in a browser', async () => {
    vi.stubGlobal('window', { document: {} });
    expect(await failure(run(openai({ apiKey: 'k' })))).toMatchObject({ name: 'ConfigError' });
  });
});

it('sends organization, project and own headers, which win', async () => {
  const { baseURL, seen } = await host(streams(answer));
  const headers = { 'X-Own': '1', Authorization: 'Own scheme' };
  await run(openai({ baseURL, apiKey: 'k', organization: 'org', project: 'proj', headers }));
  expect(seen[0]?.headers).toMatchObject({
    'openai-organization': 'org',
    'openai-project': 'proj',
    'x-own': '1',
    authorization: 'Own scheme',
    'content-type': 'application/json',
  });
});

it('reads options under its own name', async () => {
  const { baseURL, seen } = await host(streams(answer));
  const provider = openai({ baseURL, apiKey: 'k', name: 'azure' });
  expect(provider.name).toBe('azure');
  await run(provider, { providerOptions: { azure: { user: 'u' }, openai: { user: 'x' } } });
  expect(seen[0]?.body.user).toBe('u');
});

it('maps a time-out of the SDK', async () => {
  const { baseURL, sockets } = await host(() => {});
  const client = new OpenAI({ baseURL, apiKey: 'k', timeout: 20 });
  expect(await failure(run(openai({ client })))).toMatchObject({ code: 'timeout', retryable: true });
  for (const socket of sockets) await once(socket, 'close');
});

it('knows a few models, and says nothing of others', () => {
  const provider = openai();
  expect(provider.modelInfo?.('gpt-4o')).toMatchObject({ id: 'gpt-4o', endsOn: '2027-01-14' });
  expect(provider.modelInfo?.('gpt-6-astra')?.endsOn).toBeUndefined();
  expect(provider.modelInfo?.('nobody-knows')).toBeUndefined();
});
