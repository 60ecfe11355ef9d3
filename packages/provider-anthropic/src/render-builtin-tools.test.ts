import type { JsonObject, ModelRequest, ToolSpec } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { clock, sent, weather, type Sent } from './sent.test-util.ts';

describe('builtin tools', () => {
  const memory: ToolSpec = { ...clock, name: 'memory' };
  const ask = (
    builtinTools: ModelRequest['builtinTools'],
    change: Partial<ModelRequest> = {},
  ): Promise<Sent> => sent({ model: 'claude-sonnet-5-5', builtinTools, ...change });

  it('become entries of the newest version that the model takes', async () => {
    const builtinTools = [
      {
        type: 'web_search',
        maxUses: 3,
        allowedDomains: ['example.com'],
        userLocation: { city: 'Oslo', country: 'NO' },
        responseInclusion: 'excluded',
      },
      { type: 'web_fetch', citations: true, maxContentTokens: 500 },
      { type: 'code_execution' },
    ];
    const { body, warned } = await ask(builtinTools);
    expect(body.tools).toEqual([
      {
        type: 'web_search_20260318',
        name: 'web_search',
        max_uses: 3,
        allowed_domains: ['example.com'],
        user_location: { type: 'approximate', city: 'Oslo', country: 'NO' },
        response_inclusion: 'excluded',
      },
      {
        type: 'web_fetch_20260318',
        name: 'web_fetch',
        citations: { enabled: true },
        max_content_tokens: 500,
      },
      { type: 'code_execution_20260521', name: 'code_execution' },
    ]);
    expect(warned).toEqual([]);
    const older = await ask(builtinTools, { model: 'claude-haiku-4-5' });
    const types = (older.body.tools as JsonObject[]).map(({ type }) => type);
    expect(types).toEqual(['web_search_20250305', 'web_fetch_20250910', 'code_execution_20250825']);
    expect(older.warned).toEqual(['builtin-option-dropped web_search']);
  });

  it('say of a place what the API knows', async () => {
    const userLocation = { city: 'Oslo', latitude: 59.9, longitude: 10.7 };
    const { body, warned } = await ask([{ type: 'web_search', userLocation }]);
    expect(body.tools).toMatchObject([{ user_location: { type: 'approximate', city: 'Oslo' } }]);
    expect(JSON.stringify(body.tools)).not.toContain('latitude');
    expect(warned).toEqual(['builtin-option-dropped web_search', 'builtin-option-dropped web_search']);
    const nowhere = await ask([{ type: 'web_search', userLocation: { latitude: 59.9 } }]);
    expect(JSON.stringify(nowhere.body.tools)).not.toContain('user_location');
  });

  it('can be asked for in a version, and drop what they do not take', async () => {
    const { body, warned } = await ask([
      {
        type: 'web_search',
        version: '20260209',
        contextSize: 'high',
        allowedDomains: ['a.b'],
        blockedDomains: ['c.d'],
      },
    ]);
    expect(body.tools).toEqual([
      { type: 'web_search_20260209', name: 'web_search', allowed_domains: ['a.b'] },
    ]);
    expect(warned).toHaveLength(2);
  });

  it('that the API does not have, or that nobody would run, are dropped with a warning', async () => {
    const { body, warned } = await ask([
      { type: 'image_generation' },
      { type: 'memory' },
      { type: 'constructor' },
      { type: 'advisor' },
      { type: 'mcp_server', name: 'x' },
    ]);
    expect(body).not.toHaveProperty('tools');
    expect(warned).toEqual(
      ['image_generation', 'memory', 'constructor', 'advisor', 'mcp_server'].map(
        (type) => `builtin-tool-dropped ${type}`,
      ),
    );
  });

  it('whose calls we run take the place of our tool of that name', async () => {
    const { body } = await ask([{ type: 'memory' }], { tools: [clock, memory] });
    expect((body.tools as JsonObject[]).map(({ type, name }) => [type, name])).toEqual([
      [undefined, 'clock'],
      ['memory_20250818', 'memory'],
    ]);
  });

  it('servers of tools come with the beta feature that they need, beside those of the provider', async () => {
    const { body, headers } = await sent(
      {
        builtinTools: [
          {
            type: 'mcp_server',
            name: 'wiki',
            url: 'https://example.com/mcp',
            authorizationToken: 't',
            allowedTools: ['ask'],
          },
        ],
      },
      { betas: ['context-1m-2025-08-07'] },
    );
    expect(headers['anthropic-beta']).toBe('context-1m-2025-08-07,mcp-client-2025-11-20');
    expect(body.mcp_servers).toEqual([
      { type: 'url', name: 'wiki', url: 'https://example.com/mcp', authorization_token: 't' },
    ]);
    expect(body.tools).toEqual([
      {
        type: 'mcp_toolset',
        mcp_server_name: 'wiki',
        default_config: { enabled: false },
        configs: { ask: { enabled: true } },
      },
    ]);
  });

  it('searching leaves the tools out that it finds', async () => {
    const { body } = await ask([{ type: 'tool_search', deferred: ['clock'] }], {
      tools: [clock, weather],
      settings: { promptCache: true },
    });
    expect((body.tools as JsonObject[]).map(({ name, defer_loading }) => [name, defer_loading])).toEqual([
      ['clock', true],
      ['weather', undefined],
      ['tool_search_tool_bm25', undefined],
    ]);
  });
});
