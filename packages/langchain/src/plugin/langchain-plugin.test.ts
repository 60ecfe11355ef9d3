import { describe, expect, it } from 'vitest';
import { createRegistry } from '@pegboard/core/plugin';
import { scriptedProvider } from '@pegboard/testing';
import { plugin } from './langchain-plugin.ts';
import { toolsFromConfig } from './tools-from-config.ts';

describe('langchainTools', () => {
  it('makes tools by class name, with what their constructors take', async () => {
    const tools = await toolsFromConfig([
      'Calculator',
      { use: 'WikipediaQueryRun', config: { topKResults: 1 }, name: 'wikipedia', timeoutMs: 5_000 },
      { use: 'IFTTTWebhook', config: ['http://127.0.0.1:1', 'notify', 'Notifies'], trust: 'untrusted' },
      { use: 'Calculator', from: '@langchain/community/tools/calculator', name: 'sums', description: 'Sums' },
    ]);
    expect(tools).toMatchObject([
      { name: 'calculator' },
      { name: 'wikipedia', timeoutMs: 5_000 },
      { name: 'notify', trust: 'untrusted' },
      { name: 'sums', description: 'Sums' },
    ]);
  });

  it.each([
    ['a class that is not known', ['Calculater'], /Calculater is not known.*from/],
    [
      'a class that the module has not',
      [{ use: 'Sums', from: '@langchain/community/tools/calculator' }],
      /no Sums in/,
    ],
    [
      'a package that is not installed',
      [{ use: 'X', from: '@langchain/nowhere/tools' }],
      /npm install @langchain\/nowhere\b(?!\/)/,
    ],
    ['a package that the tool needs itself', ['DuckDuckGoSearch'], /npm install duck-duck-scrape/],
    [
      'a constructor that throws',
      ['SearxngSearch'],
      /SearxngSearch cannot be made.*SEARXNG_API_BASE.*config/s,
    ],
    [
      'a class of something else',
      [{ use: 'HumanMessage', from: '@langchain/core/messages' }],
      /no LangChain tool/,
    ],
  ])('refuses %s', async (_, entries, message) => {
    await expect(toolsFromConfig(entries)).rejects.toThrow(message);
    await expect(toolsFromConfig(entries)).rejects.toMatchObject({ name: 'ConfigError' });
  });

  it('is a section for all agents or for one', async () => {
    const local = scriptedProvider(
      [{ calls: [{ name: 'calculator', input: { input: '6*7' } }] }, 'It is 42'],
      {
        name: 'local',
      },
    );
    const registry = createRegistry({ providers: [local], plugins: [plugin] });
    await registry.ready();
    expect(registry.diagnostics).toEqual([]);
    const agent = await registry.resolveAgent({
      model: 'local/m',
      sections: { langchainTools: ['Calculator'] },
    });
    const result = await agent.run('What is 6*7?');
    expect(result.calls.lastResult('calculator')).toBe('42');
    await registry.dispose();
  });

  it('a wrong value is a diagnostic that names the place', async () => {
    const registry = createRegistry({ plugins: [plugin], sections: { langchainTools: [{ use: 3 }] } });
    await registry.ready();
    expect(JSON.stringify(registry.diagnostics)).toContain('langchainTools');
    await registry.dispose();
  });
});
