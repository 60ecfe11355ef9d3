import { OpenAI } from 'openai';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openai, type OpenAIOptions } from './index.ts';
import { request } from './loopback.test-helper.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The address that one call asks for. Nothing leaves this process. */
async function addressOf(make: (fetch: typeof globalThis.fetch) => OpenAIOptions): Promise<string> {
  let asked = '';
  const stop = new AbortController();
  const fetch: typeof globalThis.fetch = (input) => {
    asked = input instanceof Request ? input.url : `${input}`;
    stop.abort(new TypeError('seen'));
    return Promise.reject(new TypeError('seen'));
  };
  const stream = openai(make(fetch)).stream(request({ signal: stop.signal }));
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow('seen');
  return asked;
}

const apiKey = 'sk-test-key';

describe('openai() speaks', () => {
  it('Responses to the host of OpenAI and its regions', async () => {
    vi.stubEnv('OPENAI_BASE_URL', '');
    expect(await addressOf((fetch) => ({ fetch, apiKey }))).toBe('https://api.openai.com/v1/responses');
    const baseURL = 'https://eu.api.openai.com/v1';
    expect(await addressOf((fetch) => ({ fetch, apiKey, baseURL }))).toBe(`${baseURL}/responses`);
  });

  it.each([
    'http://localhost:1234/v1',
    'https://api.openai.com.example/v1',
    'https://example.com/api.openai.com',
  ])('Chat Completions to %s, which may know nothing else', async (baseURL) => {
    expect(await addressOf((fetch) => ({ fetch, apiKey, baseURL }))).toBe(`${baseURL}/chat/completions`);
    vi.stubEnv('OPENAI_BASE_URL', baseURL);
    expect(await addressOf((fetch) => ({ fetch, apiKey }))).toBe(`${baseURL}/chat/completions`);
  });

  it('what it is told to', async () => {
    const baseURL = 'https://example.com/v1';
    expect(await addressOf((fetch) => ({ fetch, apiKey, baseURL, api: 'responses' }))).toBe(
      `${baseURL}/responses`,
    );
    vi.stubEnv('OPENAI_BASE_URL', '');
    expect(await addressOf((fetch) => ({ fetch, apiKey, api: 'chat' }))).toBe(
      'https://api.openai.com/v1/chat/completions',
    );
  });

  it('through a client what the client is made for', async () => {
    const own = await addressOf((fetch) => ({ client: new OpenAI({ apiKey, fetch }) }));
    expect(own).toBe('https://api.openai.com/v1/responses');
    const baseURL = 'https://example.com/v1';
    const other = await addressOf((fetch) => ({ client: new OpenAI({ apiKey, fetch, baseURL }) }));
    expect(other).toBe(`${baseURL}/chat/completions`);
    const onlyChat = await addressOf((fetch) => ({
      client: { baseURL: 'https://api.openai.com/v1', chat: new OpenAI({ apiKey, fetch }).chat },
    }));
    expect(onlyChat).toBe('https://api.openai.com/v1/chat/completions');
  });
});
