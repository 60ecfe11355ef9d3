import { readFileSync } from 'node:fs';
import { createRegistry } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { testPlugin } from '@pegboard/testing/vitest';
import { describe, expect, it } from 'vitest';
import * as door from './index.ts';
import { plugin } from './plugin.ts';
import { standIn } from './service/stand-in.test-util.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).pegboard;

const registryWith = async (env: Record<string, string> = {}, send?: typeof fetch) => {
  const registry = createRegistry({
    plugins: [plugin],
    providers: [scriptedProvider([{ calls: [{ name: 'tavily_search', args: { query: 'pegs' } }] }, 'Done.'])],
    brokers: { env: (name) => env[name], ...(send && { fetch: send }) },
  });
  await registry.ready();
  return registry;
};
const agentWith = async (
  sections: Record<string, unknown>,
  env?: Record<string, string>,
  send?: typeof fetch,
) => (await registryWith(env, send)).resolveAgent({ model: 'scripted/x', sections });

describe('the plugin', () => {
  it('says the same of itself in package.json', () => {
    const { permissions, sections = {} } = plugin;
    expect(manifest).toEqual({
      entry: './dist/plugin.js',
      api: 1,
      sections: Object.keys(sections),
      permissions,
    });
  });

  it('knows every tool that the package exports', () => {
    const names = Object.values(door).flatMap((value) => ('toolName' in value ? [value.toolName] : []));
    const schema = JSON.stringify(plugin.sections?.commonTools?.schema);
    expect(names).toHaveLength(14);
    for (const name of names) expect(schema).toContain(name);
  });

  it('makes tools of a section, by name or with options; keys come from the granted environment', async () => {
    const answer = { results: [{ title: 'Pegs', url: 'https://a.example', content: 'On a board.' }] };
    const { baseURL, requests } = await standIn({ body: answer });
    const agent = await agentWith(
      { commonTools: ['duckduckgo_search', { type: 'tavily_search', maxResults: 2, baseURL }] },
      { TAVILY_API_KEY: 'tvly' },
    );
    const { calls } = await agent.run('Search');
    expect(calls.lastResult('tavily_search')).toMatchObject({ results: [{ title: 'Pegs' }] });
    expect(requests[0]).toMatchObject({
      headers: { authorization: 'Bearer tvly' },
      body: { max_results: 2 },
    });
  });

  it('goes through the fetch of the host', async () => {
    const asked: string[] = [];
    const send: typeof fetch = async (request) => {
      asked.push(request instanceof Request ? request.url : request.toString());
      return Response.json({ results: [] });
    };
    const agent = await agentWith({ commonTools: ['tavily_search'] }, { TAVILY_API_KEY: 'k' }, send);
    expect((await agent.run('Search')).calls.last('tavily_search')?.status).toBe('success');
    expect(asked).toEqual(['https://api.tavily.com/search']);
  });

  it.each([
    ['an unknown tool', ['bing_search'], /bing_search|commonTools/],
    ['an unknown option', [{ type: 'wikipedia', maxresults: 3 }], /maxresults/],
    ['a missing key', ['brave_search'], /BRAVE_API_KEY/],
  ])('tells of %s where the agent is made', async (_, commonTools, told) => {
    await expect(agentWith({ commonTools })).rejects.toThrow(told);
  });
});

const aciFunction = {
  name: 'BRAVE_SEARCH__WEB_SEARCH',
  description: 'Searches the web.',
  parameters: { type: 'object', properties: {} },
};

testPlugin(plugin, {
  manifest,
  fetch: async () => Response.json({ type: 'function', function: aciFunction }),
  env: { TAVILY_API_KEY: 'k', ACI_API_KEY: 'k' },
  sections: {
    commonTools: ['wikipedia', { type: 'tavily_search', topic: 'news' }],
    aciTools: { functions: ['BRAVE_SEARCH__WEB_SEARCH'], linkedAccountOwnerId: 'me' },
  },
  refusedSections: { commonTools: ['bing_search'], aciTools: { functions: [] } },
});
