import { Agent, defineTool, type JsonObject } from '@pegboard/core';
import { withFallback } from '@pegboard/core/models';
import { anthropic } from '@pegboard/provider-anthropic';
import { google } from '@pegboard/provider-google';
import { openai, openaiCompatible } from '@pegboard/provider-openai';
import { describe, expect, it } from 'vitest';
import { answering, claudeSays, geminiSays, gptSays, gptText } from '../answering.test-util.ts';
import { adaptive } from '../index.ts';

const searched: string[] = [];
const local = defineTool({
  name: 'my_search',
  description: 'Searches the web.',
  input: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
  execute: ({ query }: { query?: unknown }) => {
    searched.push(String(query));
    return { results: [{ title: 'Pegs', url: 'https://a.example', snippet: 'On a board.' }] };
  },
});
const tools = [adaptive.webSearch({ local, maxUses: 2 })];
const apiKey = 'key';

const chatSays = (message: JsonObject): JsonObject => ({
  id: 'c1',
  object: 'chat.completion',
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
const chatCall = chatSays({
  tool_calls: [
    { id: 'call_1', type: 'function', function: { name: 'web_search', arguments: '{"query":"pegs"}' } },
  ],
});

describe('an adaptive search', () => {
  it.each([
    [
      'anthropic',
      claudeSays({ type: 'text', text: 'Hi' }),
      (send: typeof fetch) => ({ provider: anthropic({ apiKey, fetch: send }), model: 'claude-sonnet-5-5' }),
      [{ type: 'web_search_20260318', name: 'web_search', max_uses: 2 }],
    ],
    [
      'openai',
      gptSays(gptText('Hi')),
      (send: typeof fetch) => ({ provider: openai({ apiKey, fetch: send }), model: 'gpt-6-astra' }),
      [{ type: 'web_search' }],
    ],
    [
      'google',
      geminiSays({ text: 'Hi' }),
      (send: typeof fetch) => ({ provider: google({ apiKey, fetch: send }), model: 'gemini-3.8-flash' }),
      [{ googleSearch: {} }],
    ],
  ])(
    'is the own one of %s, and nothing else of that name is declared',
    async (_, answer, target, declared) => {
      const host = answering(answer);
      const { text } = await new Agent({ ...target(host.fetch), tools }).run('Hi');
      expect(text).toBe('Hi');
      expect(host.tools()).toEqual(declared);
    },
  );

  it('is the local tool where the provider has none, under the same name', async () => {
    searched.length = 0;
    const host = answering(chatCall, chatSays({ content: 'Done.' }));
    const provider = openaiCompatible({
      name: 'mine',
      baseURL: 'https://mine.example/v1',
      fetch: host.fetch,
    });
    const { calls } = await new Agent({ provider, model: 'm', tools }).run('Search for pegs');
    expect(host.tools()).toMatchObject([
      { type: 'function', function: { name: 'web_search', description: 'Searches the web.' } },
    ]);
    expect(searched).toEqual(['pegs']);
    expect(calls.lastResult('web_search')).toMatchObject({ results: [{ title: 'Pegs' }] });
  });

  it('is decided for each target of a fallback', async () => {
    searched.length = 0;
    const first = answering(500);
    const second = answering(chatCall, chatSays({ content: 'Done.' }));
    const target = withFallback([
      { provider: openai({ apiKey, fetch: first.fetch }), model: 'gpt-6-astra' },
      {
        provider: openaiCompatible({ name: 'mine', baseURL: 'https://mine.example/v1', fetch: second.fetch }),
        model: 'm',
      },
    ]);
    const { text } = await new Agent({ ...target, tools, modelRetries: false }).run('Search for pegs');
    expect(text).toBe('Done.');
    expect(first.tools()).toEqual([{ type: 'web_search' }]);
    expect(second.tools()).toMatchObject([{ type: 'function' }]);
    expect(searched).toEqual(['pegs']);
  });

  it('can be forced wherever it is', async () => {
    const host = answering(gptSays(gptText('Hi')));
    const provider = openai({ apiKey, fetch: host.fetch });
    await new Agent({ provider, model: 'gpt-6-astra', tools, toolChoice: { tool: 'web_search' } }).run('Hi');
    expect(host.sent[0]?.tool_choice).toEqual({ type: 'web_search' });
    const claude = answering(claudeSays({ type: 'text', text: 'Hi' }));
    const model = 'claude-opus-4-8';
    const target = { provider: anthropic({ apiKey, fetch: claude.fetch }), model };
    await new Agent({ ...target, tools, toolChoice: { tool: 'web_search' } }).run('Hi');
    expect(claude.sent[0]?.tool_choice).toEqual({ type: 'tool', name: 'web_search' });
  });

  it('needs a local tool', () => {
    expect(() => adaptive.webSearch({} as never)).toThrow(/`local` is absent/);
    expect(adaptive.codeExecution({ local }).name).toBe('code_execution');
    expect(adaptive.webFetch({ local }).builtin).toEqual({ type: 'web_fetch' });
  });
});
