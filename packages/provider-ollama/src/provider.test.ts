import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { isProviderError } from '@pegboard/core/provider';
import { Ollama } from 'ollama';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ollama, readCapabilities } from './index.ts';
import {
  answers,
  apiKey,
  closedAddress,
  done,
  failure,
  host,
  request,
  run,
  say,
  streams,
  transports,
  user,
} from './loopback.test-util.ts';

afterEach(() => void vi.unstubAllEnvs());

describe.each(transports)('ollama() through %s', (name, make) => {
  it('sends one body and one key, and reads one answer', async () => {
    const { baseURL, seen } = await host(streams(say({ content: 'Hel' }), say({ content: 'lo' }), done()));
    const { text, finish } = await run(make(baseURL));
    expect([text, finish]).toEqual(['Hello', { unified: 'stop', raw: 'stop' }]);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/chat']);
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
    expect(seen[0]?.text).toBe(
      '{"model":"test-model:8b","messages":[{"role":"user","content":"Hi"}],"stream":true}',
    );
  });

  it('says how to start a server that does not run', async () => {
    const address = await closedAddress();
    const error = await failure(run(make(address)));
    expect(error).toMatchObject({ code: 'network', retryable: true, provider: 'ollama' });
    expect(error.message).toContain(`Ollama does not run at ${new URL(address).host}. `);
    expect(error.message).toMatch(/ECONNREFUSED\. Start it with `ollama serve` .*OLLAMA_HOST or baseURL/);
  });

  it('stops before the first byte, and closes the connection', async () => {
    for (const deltas of [true, false]) {
      const { promise: arrived, resolve } = Promise.withResolvers<void>();
      const { baseURL, sockets } = await host(() => resolve());
      const controller = new AbortController();
      const call = failure(run(make(baseURL), { deltas, signal: controller.signal }));
      await arrived;
      controller.abort(new Error('enough'));
      expect((await call).message).toBe('enough');
      await vi.waitFor(() => expect(sockets.size).toBe(0));
    }
  });

  it('leaves another call of the same provider alone when one is stopped', async () => {
    const { baseURL } = await host((response, { text }) => {
      if (text.includes('stop me')) return response.writeHead(200).write(say({ content: 'x' }));
      return streams(say({ content: 'fine' }), done())(response, {} as never); // it looks at nothing
    });
    const provider = make(baseURL);
    const controller = new AbortController();
    const stopped = failure(
      (async () => {
        const { signal } = controller;
        for await (const _ of provider.stream(request({ messages: [user('stop me')], signal })))
          controller.abort();
      })(),
    );
    expect((await run(provider)).text).toBe('fine');
    expect((await stopped).name).toBe('AbortError');
  });

  it('writes nothing to the console', async () => {
    const spies = (['log', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
    onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
    const broken = await host(streams(say({ content: 'x' }), 'no json\n', done()));
    expect(await failure(run(make(broken.baseURL)))).toMatchObject({ code: 'invalid-response' });
    const refusing = await host((response) => response.writeHead(500).end('<html>'));
    expect(await failure(run(make(refusing.baseURL)))).toMatchObject({ status: 500 });
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it('never reads a file that is named in place of an image', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'provider-ollama-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'iVBORw0KGgo');
    writeFileSync(path, 'secret content');
    const before = process.cwd();
    process.chdir(folder);
    onTestFinished(() => process.chdir(before));
    const { baseURL, seen } = await host(streams(done()));
    for (const data of [path, 'iVBORw0KGgo=', 'iVBORw0KGgo'])
      await run(make(baseURL), { messages: [user('Look', { type: 'media', mediaType: 'image/png', data })] });
    expect(existsSync('iVBORw0KGgo')).toBe(true);
    for (const { text } of seen) expect(text).not.toContain(btoa('secret content'));
    expect(seen).toHaveLength(3);
  });

  it('keeps the key out of its errors', async () => {
    const { baseURL } = await host((response) =>
      answers({ error: `bad key ${apiKey}` }, 401)(response, {} as never),
    );
    const error = await failure(run(make(baseURL)));
    expect(error).toMatchObject({ code: 'authentication' });
    expect(inspect(error, { depth: 8, showHidden: true })).not.toContain(apiKey);
  });

  it('lists what is installed, with what is known of it', async () => {
    const models = [{ name: 'qwen3:8b', model: 'qwen3:8b' }, { name: 'own:latest' }, { size: 1 }, null];
    const { baseURL, seen } = await host(answers({ models }));
    const found = await make(baseURL).listModels?.(new AbortController().signal);
    expect(found).toMatchObject([{ id: 'qwen3:8b', capabilities: { tools: true } }, { id: 'own:latest' }]);
    expect(found?.[1]).toEqual({ id: 'own:latest' });
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/tags']);
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });

  it('lists nothing on a server without models, and fails clearly', async () => {
    const list = async (baseURL: string): Promise<unknown> =>
      make(baseURL).listModels?.(new AbortController().signal);
    expect(await list((await host(answers({ models: null }))).baseURL)).toEqual([]);
    for (const [body, status, code] of [
      [{}, 200, 'invalid-response'],
      [{ error: 'no' }, 503, 'overloaded'],
    ] as const)
      expect(await failure(list((await host(answers(body, status))).baseURL))).toMatchObject({ code });
    expect((await failure(list(await closedAddress()))).message).toContain('Ollama does not run');
  });
});

describe('the address and the key', () => {
  const authorizationFor = async (options: Parameters<typeof ollama>[0]): Promise<unknown> => {
    const sent: Headers[] = [];
    const fake: typeof fetch = async (_, init) => {
      sent.push(new Headers(init?.headers));
      return new Response(done(), { headers: { 'content-type': 'application/x-ndjson' } });
    };
    await run(ollama({ ...options, fetch: fake }));
    return sent[0]?.get('authorization');
  };

  it('come from OLLAMA_HOST, asked at every call', async () => {
    const { baseURL, seen } = await host(streams(done()));
    const provider = ollama();
    vi.stubEnv('OLLAMA_HOST', baseURL.replace('http://', ''));
    await run(provider);
    expect(seen).toHaveLength(1);
    vi.stubEnv('OLLAMA_HOST', 'ftp://me:secret@example.test');
    const error = await failure(run(provider));
    expect(error).toMatchObject({ name: 'ConfigError' });
    expect(error.message).not.toContain('secret');
  });

  it('of the environment is sent to the hosted service and to nobody else', async () => {
    vi.stubEnv('OLLAMA_API_KEY', 'key-of-the-cloud');
    expect(await authorizationFor({ baseURL: 'https://ollama.com' })).toBe('Bearer key-of-the-cloud');
    expect(await authorizationFor({ baseURL: 'https://ollama.com/api' })).toBe('Bearer key-of-the-cloud');
    expect(await authorizationFor({ baseURL: 'http://ollama.com' })).toBeNull();
    expect(await authorizationFor({ baseURL: 'https://example.test' })).toBeNull();
    expect(await authorizationFor({})).toBeNull();
    expect(await authorizationFor({ baseURL: 'https://example.test', apiKey: 'own' })).toBe('Bearer own');
  });

  it('of an address with name and password is a header', async () => {
    expect(await authorizationFor({ baseURL: 'http://me:pw@example.test' })).toBe(`Basic ${btoa('me:pw')}`);
  });
});

describe('a client of the package ollama', () => {
  it('keeps its own fetch, headers and requests', async () => {
    const { baseURL, seen } = await host(streams(done()));
    const urls: string[] = [];
    const own: typeof fetch = (input, init) => {
      urls.push(new Request(input).url);
      return fetch(input, init);
    };
    const client = new Ollama({ host: baseURL, fetch: own, headers: { 'x-team': 'blue' } });
    await run(ollama({ client }));
    expect(urls).toEqual([`${baseURL}/api/chat`]);
    expect(seen[0]?.headers['x-team']).toBe('blue');
  });

  it('that sends nothing by fetch is a mistake of the program', async () => {
    const client = { chat: async () => ({}), show: async () => ({}), list: async () => ({}) };
    const error = await failure(run(ollama({ client })));
    expect(error).toMatchObject({ name: 'ConfigError' });
    expect(error.message).toContain('npm package ollama');
  });

  it('keeps a password in its address out of errors', async () => {
    const client = new Ollama({ host: 'http://me:pass-4711@127.0.0.1:9' });
    const error = await failure(run(ollama({ client })));
    expect(isProviderError(error)).toBe(true);
    expect(error.message).not.toContain('pass-4711');
  });
});

describe('readCapabilities', () => {
  const shown = {
    'a:1b': { capabilities: ['completion', 'tools', 'thinking'] },
    'b:1b': { capabilities: ['completion', 'vision'], remote_host: 'https://ollama.com' },
    old: { template: '' },
  };

  it.each(['own HTTP', 'the package ollama'])('says through %s what the server says', async (way) => {
    const { baseURL, seen } = await host((response, each) =>
      answers(Object.entries(shown).find(([model]) => model === each.body.model)?.[1])(response, each),
    );
    const options = way === 'own HTTP' ? { baseURL } : { client: new Ollama({ host: baseURL }) };
    const models = await readCapabilities(Object.keys(shown), options);
    expect(models).toMatchObject({
      'a:1b': { capabilities: { tools: true, vision: false, reasoning: true, structuredOutput: true } },
      'b:1b': { capabilities: { tools: false, vision: true, reasoning: false, structuredOutput: false } },
      old: {},
    });
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill('POST /api/show'));
    expect(ollama({ models }).modelInfo?.('a:1b')?.capabilities?.tools).toBe(true);
  });

  it('rejects for a model that is not installed', async () => {
    const { baseURL } = await host(answers({ error: "model 'x' not found" }, 404));
    expect(await failure(readCapabilities(['x'], { baseURL }))).toMatchObject({ code: 'not-found' });
  });
});
