import Anthropic from '@anthropic-ai/sdk';
import { cost } from '@pegboard/core/models';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { anthropic } from './index.ts';
import {
  failure,
  host,
  request,
  run,
  streamOf,
  streams,
  testKey,
  textBlock,
  transports,
} from './loopback.test-util.ts';
import { awsMessage, bedrockClient, vertexClient } from './platforms.test-util.ts';

const ok = streams(streamOf([textBlock('ok')]));

afterEach(() => vi.unstubAllEnvs());

describe('over HTTP', () => {
  it('the key, the version and beta features go into headers', async () => {
    const { baseURL, seen } = await host(ok);
    await run(
      anthropic({
        baseURL,
        apiKey: testKey,
        betas: ['a-2026-01-01', 'b-2026-01-01'],
        headers: { 'X-Own': '1' },
      }),
    );
    expect(seen[0]?.headers).toMatchObject({
      'x-api-key': testKey,
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'a-2026-01-01,b-2026-01-01',
      'x-own': '1',
    });
  });

  it('headers of the caller win, in whatever case, also where models are listed', async () => {
    const { baseURL, seen } = await host((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}'),
    );
    const provider = anthropic({ baseURL, apiKey: testKey, headers: { 'X-Api-Key': 'another' } });
    await provider.listModels?.(new AbortController().signal);
    expect(seen[0]?.headers['x-api-key']).toBe('another');
  });

  it('the base URL is taken with and without /v1, as an option and from the environment', async () => {
    const { baseURL, seen } = await host(ok);
    for (const option of [baseURL, `${baseURL}/`, `${baseURL}/v1`, `${baseURL}/v1/`])
      await run(anthropic({ baseURL: option, apiKey: testKey }));
    vi.stubEnv('ANTHROPIC_API_KEY', testKey);
    for (const variable of [baseURL, `${baseURL}/v1`]) {
      vi.stubEnv('ANTHROPIC_BASE_URL', variable);
      await run(anthropic());
    }
    await run(anthropic({ baseURL: `${baseURL}/proxy/v1` }));
    expect(seen.map(({ path }) => path)).toEqual([...Array(6).fill('/v1/messages'), '/proxy/v1/messages']);
  });

  it('a missing key is told by the first call, with its variable', async () => {
    vi.stubEnv('ANTHROPIC_API_KEY', '');
    const provider = anthropic();
    for (const call of [
      run(provider),
      provider.countTokens?.(request()),
      provider.listModels?.(new AbortController().signal),
    ]) {
      const error = await failure(Promise.resolve(call));
      expect(error).toMatchObject({ code: 'missing-key' });
      expect(error.message).toContain('ANTHROPIC_API_KEY');
    }
  });
});

describe('through a client', () => {
  it('the body is the same as over HTTP', async () => {
    const { baseURL, seen } = await host(ok);
    for (const [, make] of transports) await run(make(baseURL), { settings: { stop: ['END'] } });
    expect(new Set(seen.map(({ text }) => JSON.stringify(JSON.parse(text)))).size).toBe(1);
    expect(seen.map(({ path }) => path)).toEqual(Array(3).fill('/v1/messages'));
  });

  it('nothing is written to the console, and nothing is refused before it is sent', async () => {
    const { baseURL } = await host(ok);
    const spies = (['log', 'warn', 'error', 'debug', 'info'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation(() => {}),
    );
    // The client warns of both when it is asked by its own methods.
    for (const model of ['claude-sonnet-4-5', 'claude-opus-4-6'])
      await run(anthropic({ client: new Anthropic({ baseURL, apiKey: testKey }) }), {
        model,
        settings: { reasoning: { budgetTokens: 2000 }, maxTokens: 64_000 },
        deltas: false,
      });
    const written = spies.flatMap((spy) => spy.mock.calls);
    for (const spy of spies) spy.mockRestore();
    expect(written).toEqual([]);
  });

  it('a version and beta features are sent only where they were asked for', async () => {
    const { baseURL, seen } = await host(ok);
    const client = new Anthropic({
      baseURL,
      apiKey: testKey,
      defaultHeaders: { 'anthropic-version': '2030-01-01' },
    });
    await run(anthropic({ client }));
    await run(anthropic({ client, version: '2023-06-01', betas: ['a-2026-01-01'] }));
    expect(seen.map(({ headers }) => [headers['anthropic-version'], headers['anthropic-beta']])).toEqual([
      ['2030-01-01', undefined],
      ['2023-06-01', 'a-2026-01-01'],
    ]);
  });

  it('its own retries are off, and its waiting too long is a timeout', async () => {
    const { baseURL, seen } = await host((response) => response.writeHead(529).end());
    const client = new Anthropic({ baseURL, apiKey: testKey, maxRetries: 3 });
    expect(await failure(run(anthropic({ client })))).toMatchObject({
      code: 'overloaded',
      status: 529,
      retryable: true,
    });
    expect(seen).toHaveLength(1);
    const silent = await host(() => {});
    const waiting = anthropic({
      client: new Anthropic({ baseURL: silent.baseURL, apiKey: testKey, timeout: 50 }),
    });
    expect(await failure(run(waiting))).toMatchObject({ code: 'timeout', retryable: true });
  });

  it('a stream of Bedrock is read, and its exceptions are told apart', async () => {
    const error = (type: string): Uint8Array =>
      awsMessage(
        { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' },
        Buffer.from(JSON.stringify({ message: 'Too fast.' })),
      );
    for (const [type, code, retryable] of [
      ['throttlingException', 'rate-limit', true],
      ['validationException', 'invalid-request', false],
      ['internalServerException', 'server', true],
    ] as const) {
      const { baseURL, seen } = await host((response) =>
        response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' }).end(error(type)),
      );
      const client = bedrockClient(baseURL, testKey);
      const found = await failure(run(anthropic({ client }), { model: 'anthropic.claude-opus-4-8-v1:0' }));
      expect(found).toMatchObject({ code, retryable });
      expect(found.message).toContain('Too fast');
      expect(seen[0]?.body.model).toBe('anthropic.claude-opus-4-8-v1:0');
    }
  });

  it('Bedrock and Google Cloud have no list of models here, and Bedrock counts no tokens', () => {
    const address = 'http://127.0.0.1:1';
    const [bedrock, vertex] = [bedrockClient(address, testKey), vertexClient(address, testKey)].map(
      (client) => anthropic({ client }),
    );
    for (const provider of [bedrock, vertex]) expect(provider).not.toHaveProperty('listModels');
    expect(bedrock).not.toHaveProperty('countTokens');
    expect(vertex).toHaveProperty('countTokens');
  });
});

describe.each(transports)('%s', (_, make) => {
  it('counts the tokens of a request with what that endpoint takes', async () => {
    const { baseURL, seen } = await host((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"input_tokens":42}'),
    );
    const tools = [{ name: 'a tool with blanks', description: 'x', inputSchema: { type: 'object' } }];
    const tokens = await make(baseURL).countTokens?.(
      request({ tools, settings: { stop: ['x'], maxTokens: 5 } }),
    );
    expect(tokens).toBe(42);
    expect(seen[0]?.path).toBe('/v1/messages/count_tokens');
    expect(Object.keys(seen[0]?.body ?? {}).toSorted()).toEqual(['messages', 'model', 'tools']);
  });

  it('a count that is no count is an answer that cannot be read', async () => {
    const { baseURL } = await host((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"tokens":"many"}'),
    );
    const error = await failure(Promise.resolve(make(baseURL).countTokens?.(request())));
    expect(error).toMatchObject({ code: 'invalid-response' });
  });

  it('lists the models of the host, page by page, with what is known of each', async () => {
    const pages = [
      {
        data: [
          { id: 'claude-sonnet-5-5', max_tokens: 9, capabilities: { image_input: { supported: false } } },
          null,
        ],
        has_more: true,
        last_id: 'x/1',
      },
      {
        data: [{ id: 'brand-new', max_input_tokens: 5, retires_at: '2027-02-03T00:00:00Z' }],
        has_more: false,
      },
    ];
    const { baseURL, seen } = await host((response, { path }) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(pages[path.includes('after_id') ? 1 : 0])),
    );
    const models = await make(baseURL).listModels?.(new AbortController().signal);
    expect(models).toHaveLength(2);
    expect(models?.[0]).toMatchObject({
      id: 'claude-sonnet-5-5',
      maxOutputTokens: 9,
      contextTokens: 1_000_000,
      capabilities: { vision: false, documents: true },
    });
    expect(models?.[1]).toEqual({ id: 'brand-new', contextTokens: 5, endsOn: '2027-02-03' });
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models?limit=1000',
      'GET /v1/models?limit=1000&after_id=x%2F1',
    ]);
  });

  it('a list that is refused is told as what it is, without the key', async () => {
    const { baseURL } = await host((response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          type: 'error',
          error: { type: 'authentication_error', message: `bad ${testKey}` },
        }),
      ),
    );
    const error = await failure(Promise.resolve(make(baseURL).listModels?.(new AbortController().signal)));
    expect(error).toMatchObject({ code: 'authentication', status: 401 });
    expect(error.message).not.toContain(testKey);
  });
});

describe('what is known of models', () => {
  const provider = anthropic();

  it('holds for snapshots and other platforms too, where prices may differ', () => {
    expect(provider.modelInfo?.('claude-opus-4-8')?.price?.input).toBe(5);
    expect(provider.modelInfo?.('claude-opus-4-8-20260528')).toMatchObject({
      contextTokens: 1_000_000,
      price: { input: 5 },
    });
    for (const id of ['us.anthropic.claude-opus-4-8-v1:0', 'claude-opus-4-8@20260528']) {
      expect(provider.modelInfo?.(id)).toMatchObject({ id, contextTokens: 1_000_000 });
      expect(provider.modelInfo?.(id)?.price).toBeUndefined();
    }
    expect(provider.modelInfo?.('claude-something-new')).toBeUndefined();
  });

  it('is listed with its source, and yields to what the user knows', () => {
    expect(provider.knownModels?.().every(({ source, checkedOn }) => source && checkedOn)).toBe(true);
    const own = anthropic({ models: { 'claude-opus-5-5': { maxOutputTokens: 7 } } }).modelInfo?.(
      'claude-opus-5-5',
    );
    expect(own).toMatchObject({ maxOutputTokens: 7, contextTokens: 1_000_000 });
  });
});

it('prices long prompts of Haiku 5.5 higher, and knows how large images may be', () => {
  const info = (model: string) => anthropic({ apiKey: 'k' }).modelInfo?.(model);
  const usage = { inputTokens: 100_000, outputTokens: 10_000 };
  expect(cost(usage, info('claude-haiku-5-5'))).toBeCloseTo(0.015, 9);
  expect(cost({ ...usage, inputTokens: 100_001 }, info('claude-haiku-5-5'))).toBeCloseTo(0.0750005, 9);
  expect(cost({ ...usage, cachedInputTokens: 5 }, info('claude-haiku-5-5'))).toBeUndefined();
  expect(info('claude-opus-5-5')?.images).toEqual({ maxSide: 8_000, maxBytes: 7_500_000, maxCount: 600 });
  expect(info('claude-haiku-4-5')?.images?.maxCount).toBe(100);
});
