import { Agent, type AssistantPart, type BuiltinTool, defineTool, type Message } from '@pegboard/core';
import { anthropic } from '@pegboard/provider-anthropic';
import { google } from '@pegboard/provider-google';
import { openai } from '@pegboard/provider-openai';
import { describe, expect, it } from 'vitest';
import { answering, claudeSays, geminiSays, gptSays, gptText, type Host } from '../answering.test-util.ts';
import {
  codeExecution,
  fileSearch,
  imageGeneration,
  mcpServer,
  toolSearch,
  webFetch,
  webSearch,
} from '../index.ts';

const apiKey = 'key';
const claude = (host: Host, builtinTools: readonly BuiltinTool[], more = {}) =>
  new Agent({
    provider: anthropic({ apiKey, fetch: host.fetch }),
    model: 'claude-sonnet-5-5',
    builtinTools,
    ...more,
  });
const gpt = (host: Host, builtinTools: readonly BuiltinTool[], more = {}) =>
  new Agent({ provider: openai({ apiKey, fetch: host.fetch }), model: 'gpt-6-astra', builtinTools, ...more });
const gemini = (host: Host, builtinTools: readonly BuiltinTool[], model = 'gemini-3.8-flash') =>
  new Agent({ provider: google({ apiKey, fetch: host.fetch }), model, builtinTools });
const partsOf = (messages: readonly Message[]): readonly AssistantPart[] =>
  messages.flatMap((message) => (message.role === 'assistant' ? message.content : []));
const clock = defineTool({
  name: 'clock',
  description: 'Tells the time.',
  input: { type: 'object' },
  execute: () => '12:00',
});

describe('declarations in the form of each API', () => {
  it('OpenAI', async () => {
    const host = answering(gptSays(gptText('Hi')));
    const tools = [
      webSearch({
        contextSize: 'high',
        allowedDomains: ['a.example'],
        userLocation: { city: 'Oslo', country: 'NO' },
      }),
      codeExecution({ memoryLimit: '4g' }),
      fileSearch({ vectorStoreIds: ['vs_1'], maxResults: 3 }),
      imageGeneration({ size: '1024x1024', outputFormat: 'webp' }),
      mcpServer({
        name: 'wiki',
        url: 'https://mcp.example',
        allowedTools: ['ask'],
        headers: { 'X-Team': 'a' },
      }),
      toolSearch({ deferred: ['clock'] }),
    ];
    await gpt(host, tools, { tools: [clock] }).run('Hi');
    expect(host.tools()).toEqual([
      expect.objectContaining({ type: 'function', name: 'clock', defer_loading: true }),
      {
        type: 'web_search',
        search_context_size: 'high',
        user_location: { type: 'approximate', city: 'Oslo', country: 'NO' },
        filters: { allowed_domains: ['a.example'] },
      },
      { type: 'code_interpreter', container: { type: 'auto', memory_limit: '4g' } },
      { type: 'file_search', max_num_results: 3, vector_store_ids: ['vs_1'] },
      { type: 'image_generation', size: '1024x1024', output_format: 'webp' },
      {
        type: 'mcp',
        server_label: 'wiki',
        server_url: 'https://mcp.example',
        require_approval: 'never',
        allowed_tools: ['ask'],
        headers: { 'X-Team': 'a' },
      },
      { type: 'tool_search' },
    ]);
  });

  it('Anthropic', async () => {
    const host = answering(claudeSays({ type: 'text', text: 'Hi' }));
    const tools = [
      webSearch({ maxUses: 1, blockedDomains: ['b.example'] }),
      webFetch({ citations: true, maxContentTokens: 900 }),
      codeExecution(),
      mcpServer({ name: 'wiki', url: 'https://mcp.example', authorizationToken: 't' }),
      toolSearch({ deferred: ['clock'], variant: 'regex' }),
    ];
    await claude(host, tools, { tools: [clock] }).run('Hi');
    expect(host.tools()).toEqual([
      expect.objectContaining({ name: 'clock', defer_loading: true }),
      { type: 'web_search_20260318', name: 'web_search', max_uses: 1, blocked_domains: ['b.example'] },
      {
        type: 'web_fetch_20260318',
        name: 'web_fetch',
        citations: { enabled: true },
        max_content_tokens: 900,
      },
      { type: 'code_execution_20260521', name: 'code_execution' },
      { type: 'mcp_toolset', mcp_server_name: 'wiki' },
      { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' },
    ]);
    expect(host.sent[0]?.mcp_servers).toEqual([
      { type: 'url', name: 'wiki', url: 'https://mcp.example', authorization_token: 't' },
    ]);
  });

  it('Gemini', async () => {
    const host = answering(geminiSays({ text: 'Hi' }));
    const tools = [
      webSearch({ userLocation: { latitude: 59.9, longitude: 10.7 } }),
      webFetch(),
      codeExecution(),
      fileSearch({ fileSearchStoreNames: ['fileSearchStores/a'], topK: 2 }),
      mcpServer({ name: 'wiki', url: 'https://mcp.example' }),
    ];
    await gemini(host, tools).run('Hi');
    expect(host.tools()).toEqual([
      { googleSearch: {} },
      { urlContext: {} },
      { codeExecution: {} },
      { fileSearch: { fileSearchStoreNames: ['fileSearchStores/a'], topK: 2 } },
      { mcpServers: [{ name: 'wiki', streamableHttpTransport: { url: 'https://mcp.example' } }] },
    ]);
    await gemini(host, [imageGeneration({ aspectRatio: '16:9' })], 'gemini-3-pro-image').run('Draw');
    expect(host.sent.at(-1)?.generationConfig).toEqual({
      responseModalities: ['TEXT', 'IMAGE'],
      imageConfig: { aspectRatio: '16:9' },
    });
  });
});

describe('what the providers did comes back as parts, with sources', () => {
  it('OpenAI', async () => {
    const search = {
      type: 'web_search_call',
      id: 'ws_1',
      status: 'completed',
      action: { type: 'search', query: 'pegs', sources: [{ type: 'url', url: 'https://a.example' }] },
    };
    const cited = {
      type: 'url_citation',
      url: 'https://a.example',
      title: 'Pegs',
      start_index: 0,
      end_index: 4,
    };
    const host = answering(gptSays(search, gptText('Pegs hang.', [cited])));
    const { text, messages, calls } = await gpt(host, [webSearch()]).run('Pegs?');
    expect(text).toBe('Pegs hang.');
    expect(partsOf(messages)).toMatchObject([
      { type: 'tool-call', name: 'web_search', executor: 'provider', input: { query: 'pegs' } },
      { type: 'tool-result', name: 'web_search', status: 'success', executor: 'provider' },
      { type: 'text', text: 'Pegs hang.' },
      { type: 'source', url: 'https://a.example', title: 'Pegs' },
    ]);
    expect(calls.count()).toBe(0);
  });

  it('Anthropic', async () => {
    const host = answering(
      claudeSays(
        { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'pegs' } },
        {
          type: 'web_search_tool_result',
          tool_use_id: 'srvtoolu_1',
          content: [
            { type: 'web_search_result', url: 'https://a.example', title: 'Pegs', encrypted_content: 'x' },
          ],
        },
        {
          type: 'text',
          text: 'Pegs hang.',
          citations: [
            {
              type: 'web_search_result_location',
              url: 'https://a.example',
              title: 'Pegs',
              cited_text: 'They hang.',
              encrypted_index: 'y',
            },
          ],
        },
      ),
    );
    const { messages } = await claude(host, [webSearch()]).run('Pegs?');
    expect(partsOf(messages)).toMatchObject([
      { type: 'tool-call', name: 'web_search', executor: 'provider' },
      { type: 'tool-result', name: 'web_search', status: 'success', executor: 'provider' },
      { type: 'text', text: 'Pegs hang.' },
      { type: 'source', url: 'https://a.example', title: 'Pegs', quote: 'They hang.' },
    ]);
  });

  it('Gemini', async () => {
    const host = answering(
      geminiSays(
        { executableCode: { language: 'PYTHON', code: 'print(6 * 7)' } },
        { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } },
        { text: 'It is 42.' },
      ),
    );
    const { text, messages } = await gemini(host, [codeExecution()]).run('6 times 7?');
    expect(text).toBe('It is 42.');
    expect(partsOf(messages)).toMatchObject([
      { type: 'tool-call', name: 'code_execution', executor: 'provider' },
      { type: 'tool-result', name: 'code_execution', content: [{ type: 'text', text: '42\n' }] },
      { type: 'text' },
    ]);
  });
});
