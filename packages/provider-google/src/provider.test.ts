import { once } from 'node:events';
import { inspect } from 'node:util';
import { GoogleGenAI } from '@google/genai';
import { cost } from '@pegboard/core/models';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { google } from './index.ts';
import {
  answers,
  apiKey,
  ask,
  chunk,
  failure,
  host,
  request,
  run,
  sse,
  streams,
  transports,
} from './loopback.test-util.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const answer = sse(chunk([{ text: 'Hello' }], 'STOP'));
const json = chunk([{ text: 'Hello' }], 'STOP');
const either = (): ReturnType<typeof streams> => (response, seen) =>
  seen.path.includes('stream') ? streams(answer)(response, seen) : answers(json)(response, seen);

/** Everything that an SDK could change on its way. */
const hard = {
  messages: [
    { id: 's', role: 'system', content: [{ type: 'text', text: 'Be brief' }] },
    ask,
    {
      id: 'a',
      role: 'assistant',
      content: [
        {
          type: 'tool-call',
          callId: 'c1',
          name: 'f',
          input: { a: [1, null] },
          executor: 'client',
          providerData: {
            'google.generate-content': { model: 'gemini-3.8-flash', id: 'w', thoughtSignature: 'a+/b==' },
          },
        },
      ],
    },
    {
      id: 't',
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          callId: 'c1',
          name: 'f',
          status: 'success',
          executor: 'client',
          content: [
            { type: 'text', text: 'ok' },
            { type: 'media', mediaType: 'image/png', data: 'aGk=' },
          ],
        },
      ],
    },
  ],
  tools: [
    { name: 'f', description: 'F', inputSchema: { type: 'object', properties: { a: { type: 'array' } } } },
  ],
  builtinTools: [{ type: 'web_search' }, { type: 'mcp_server', url: 'https://mcp.example' }],
  toolChoice: { tool: 'f' },
  output: { name: 'o', schema: { type: 'object', properties: { x: { type: 'string' } } } },
  settings: { reasoning: 'low', temperature: 0 },
  providerOptions: { google: { serviceTier: 'flex', labels: { a: 'b' } } },
} as const;

describe.each(transports)('through %s', (way, make) => {
  it('streams, or asks once when nobody watches', async () => {
    const { origin, seen } = await host(either());
    expect((await run(make(origin))).text).toBe('Hello');
    expect((await run(make(origin), { deltas: false })).text).toBe('Hello');
    expect(seen.map(({ path }) => path)).toEqual([
      '/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse',
      '/v1beta/models/gemini-3.8-flash:generateContent',
    ]);
    expect(seen[0]?.headers['x-goog-api-key']).toBe(apiKey);
  });

  it('carries the same body, whatever is in it', async () => {
    const own = await host(either());
    const { origin, seen } = await host(either());
    for (const deltas of [true, false]) {
      await run(google({ baseURL: `${own.origin}/v1beta`, apiKey }), { ...hard, deltas });
      await run(make(origin), { ...hard, deltas });
    }
    expect(seen.map(({ body }) => body)).toEqual(own.seen.map(({ body }) => body));
  });

  it('hands on deltas as they come', async () => {
    let send: ((text: string) => void) | undefined;
    const { origin } = await host((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      send = (text) => void response.end(text);
      response.write(sse(chunk([{ text: 'a' }])));
    });
    const texts: string[] = [];
    for await (const batch of make(origin).stream(request())) {
      for (const event of batch) if (event.type === 'text') texts.push(event.text);
      if (texts.join('') === 'a') send?.(sse(chunk([{ text: 'b' }], 'STOP')));
    }
    expect(texts.join('')).toBe('ab');
  });

  it('tells what the host tells of an error', async () => {
    const error = {
      code: 429,
      message: `Slow down, ${apiKey}`,
      status: 'RESOURCE_EXHAUSTED',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' }],
    };
    const { origin, seen } = await host(answers({ error }, 429));
    const caught = await failure(run(make(origin)));
    expect(caught).toMatchObject({
      name: 'ProviderError',
      code: 'rate-limit',
      status: 429,
      retryable: true,
      retryAfterMs: 1500,
      provider: 'google',
      model: 'gemini-3.8-flash',
    });
    expect(caught.message).toMatch(/^google answered with status 429\. Slow down, \[redacted\]/);
    expect(inspect(caught, { depth: 9 })).not.toContain(apiKey);
    expect(seen).toHaveLength(1);
  });

  it('rejects with the reason of an abort, before and while it waits', async () => {
    const reason = { enough: true };
    const silent = await host(() => undefined);
    expect(await failure(run(make(silent.origin), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(silent.seen).toHaveLength(0);
    const controller = new AbortController();
    const waiting = failure(run(make(silent.origin), { signal: controller.signal }));
    await vi.waitUntil(() => silent.seen.length === 1);
    const [socket] = silent.sockets;
    controller.abort(reason);
    expect(await waiting).toBe(reason);
    if (socket && !socket.destroyed) await once(socket, 'close');
  });

  it('says nothing on the console and leaves no promise unhandled when a connection breaks', async () => {
    const said = (['log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
    const { origin } = await host((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(sse(chunk([{ text: 'a' }])), () => response.destroy());
    });
    expect(await failure(run(make(origin)))).toMatchObject({ retryable: true, name: 'ProviderError' });
    for (const spy of said) expect(spy).not.toHaveBeenCalled();
  });

  it('counts tokens', async () => {
    const { origin, seen } = await host(answers({ totalTokens: 42 }));
    const provider = make(origin);
    expect(await provider.countTokens?.(request({ settings: { seed: 1 } }))).toBe(42);
    expect(seen[0]?.path).toBe('/v1beta/models/gemini-3.8-flash:countTokens');
    expect(seen[0]?.body).toMatchObject({
      generateContentRequest: {
        model: 'models/gemini-3.8-flash',
        contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
        generationConfig: { seed: 1 },
      },
    });
    const refused = await host(answers({ error: { code: 404, message: 'No such model' } }, 404));
    expect(await failure(make(refused.origin).countTokens?.(request()) as Promise<unknown>)).toMatchObject({
      code: 'not-found',
    });
    expect(way).not.toBe('');
  });
});

describe('keys', () => {
  it('come from GEMINI_API_KEY, else from GOOGLE_API_KEY', async () => {
    const { origin, seen } = await host(streams(answer));
    const provider = google({ baseURL: `${origin}/v1beta/` });
    vi.stubEnv('GEMINI_API_KEY', '');
    vi.stubEnv('GOOGLE_API_KEY', 'second');
    await run(provider);
    vi.stubEnv('GEMINI_API_KEY', 'first');
    await run(provider);
    expect(seen.map(({ headers }) => headers['x-goog-api-key'])).toEqual(['second', 'first']);
  });

  it('are missed by the first call, not before', async () => {
    vi.stubEnv('GEMINI_API_KEY', '');
    vi.stubEnv('GOOGLE_API_KEY', '');
    const error = await failure(run(google()));
    expect(error).toMatchObject({ name: 'ConfigError', code: 'missing-key' });
    expect(error.message).toContain('GEMINI_API_KEY');
  });
});

describe('clients of @google/genai', () => {
  it('reach Google Cloud under its own path', async () => {
    const { origin, seen } = await host(streams(answer));
    const client = new GoogleGenAI({ vertexai: true, apiKey: 'k', httpOptions: { baseUrl: origin } });
    const provider = google({ client, name: 'vertex' });
    expect((await run(provider, { builtinTools: [{ type: 'web_search' }] })).text).toBe('Hello');
    expect(seen[0]?.path).toMatch(
      /^\/v1beta1\/publishers\/google\/models\/gemini-3\.8-flash:streamGenerateContent/,
    );
    expect(seen[0]?.body).not.toHaveProperty('toolConfig');
  });

  it('count tokens on Google Cloud by what it counts', async () => {
    const { origin, seen } = await host(answers({ totalTokens: 7 }));
    const client = new GoogleGenAI({ vertexai: true, apiKey: 'k', httpOptions: { baseUrl: origin } });
    expect(await google({ client }).countTokens?.(request(hard))).toBe(7);
    const counted = ['systemInstruction', 'tools', 'contents', 'generationConfig'];
    expect(Object.keys(seen[0]?.body ?? {})).toEqual(counted);
  });

  it('use the fetch and the headers that they were made with, and try once whatever they were told', async () => {
    const { origin, seen } = await host(answers({ error: { code: 503, message: 'Later' } }, 503));
    const used: string[] = [];
    const client = new GoogleGenAI({
      apiKey: 'k',
      httpOptions: {
        baseUrl: origin,
        headers: { 'x-mine': 'yes' },
        retryOptions: { attempts: 3 },
        fetch: (input, init) => {
          used.push(typeof input === 'string' ? input : '');
          return fetch(input, init);
        },
      },
    });
    expect(await failure(run(google({ client })))).toMatchObject({ code: 'overloaded', retryable: true });
    expect([used.length, seen.length, seen[0]?.headers['x-mine']]).toEqual([1, 1, 'yes']);
  });
});

describe('the models of the host', () => {
  it('are listed page by page, with what the table knows', async () => {
    const page = { name: 'models/gemini-3.8-flash', inputTokenLimit: 5, outputTokenLimit: 6, thinking: true };
    const { origin, seen } = await host((response, each) =>
      each.path.includes('pageToken')
        ? answers({ models: [{ name: 'models/new', supportedGenerationMethods: ['generateContent'] }] })(
            response,
            each,
          )
        : answers({
            models: [page, { name: 'models/embed', supportedGenerationMethods: ['embedContent'] }, null],
            nextPageToken: 'a b',
          })(response, each),
    );
    const provider = google({ baseURL: `${origin}/v1beta`, apiKey });
    expect(await provider.listModels?.(new AbortController().signal)).toMatchObject([
      { id: 'gemini-3.8-flash', contextTokens: 5, maxOutputTokens: 6, capabilities: { vision: true } },
      { id: 'new' },
    ]);
    expect(seen.map(({ path, headers }) => [path, headers['x-goog-api-key']])).toEqual([
      ['/v1beta/models?pageSize=1000', apiKey],
      ['/v1beta/models?pageSize=1000&pageToken=a%20b', apiKey],
    ]);
  });

  it('cannot be listed with a wrong key', async () => {
    const { origin } = await host(answers({ error: { code: 403, message: `No, ${apiKey}` } }, 403));
    const asked = google({ baseURL: `${origin}/v1beta`, apiKey }).listModels?.(new AbortController().signal);
    const error = await failure(asked as Promise<unknown>);
    expect(error).toMatchObject({ code: 'permission', status: 403 });
    expect(error.message).not.toContain(apiKey);
  });
});

describe('what is known of models', () => {
  it('is a table with ends, and a user adds to it', () => {
    const provider = google({
      models: { 'gemini-3.8-flash': { contextTokens: 1 }, mine: { maxOutputTokens: 2 } },
    });
    expect(provider.modelInfo?.('gemini-2.5-pro')).toMatchObject({ endsOn: '2026-12-01' });
    expect(provider.modelInfo?.('gemini-3.8-flash')).toMatchObject({
      contextTokens: 1,
      capabilities: { structuredOutput: true },
    });
    expect(provider.modelInfo?.('mine')).toEqual({ id: 'mine', maxOutputTokens: 2 });
    expect(provider.modelInfo?.('gemini-3.8-flash-preview-09-2026')).toMatchObject({
      capabilities: { tools: true },
    });
    expect(provider.modelInfo?.('gemini-3.8-flash-tts')).toBeUndefined();
    expect(provider.knownModels?.().map(({ id }) => id)).toEqual(
      expect.arrayContaining(['mine', 'gemini-4-argon']),
    );
    for (const info of google().knownModels?.() ?? [])
      expect(info).toMatchObject({ checkedOn: expect.stringMatching(/^2026-11-2[01]$/) as string });
  });
});

describe('prices', () => {
  afterEach(() => {
    vi.useRealTimers();
  });
  const usage = { inputTokens: 1_000_000, outputTokens: 100_000 };
  const info = (model: string) => google({ apiKey: 'k' }).modelInfo?.(model);

  it('that are introductory end on their day', () => {
    vi.useFakeTimers({ now: new Date('2026-12-31T23:00:00Z') });
    expect(cost(usage, info('gemini-3.8-flash'))).toBeCloseTo(1.125, 9);
    vi.setSystemTime(new Date('2027-01-01T00:00:00Z'));
    expect(cost(usage, info('gemini-3.8-flash'))).toBeCloseTo(2.25, 9);
  });

  it('go by the length of the prompt', () => {
    const short = { inputTokens: 200_000, outputTokens: 1000 };
    expect(cost(short, info('gemini-3.1-pro-preview'))).toBeCloseTo(0.412, 9);
    expect(cost(usage, info('gemini-3.1-pro-preview'))).toBeCloseTo(5.8, 9);
  });

  it('that nobody told are unknown', () => {
    expect(cost(usage, info('gemini-pro-latest'))).toBeUndefined();
    expect(cost({ ...usage, cachedInputTokens: 5 }, info('gemini-3.5-flash'))).toBeUndefined();
  });
});
