import { readFileSync } from 'node:fs';
import { createRegistry } from '@pegboard/core';
import { anthropic } from '@pegboard/provider-anthropic';
import { testPlugin } from '@pegboard/testing/vitest';
import { expect, it } from 'vitest';
import { answering, claudeSays } from './answering.test-util.ts';
import { plugin } from './plugin.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).pegboard;
const host = answering(claudeSays({ type: 'text', text: 'Hi' }));

const agentWith = async (builtinTools: unknown) => {
  const providers = [anthropic({ apiKey: 'key', fetch: host.fetch })];
  const registry = createRegistry({ plugins: [plugin], providers });
  return registry.resolveAgent({ model: 'anthropic/claude-sonnet-5-5', sections: { builtinTools } });
};

it('says the same of itself in package.json', () => {
  expect(manifest).toEqual({
    entry: './dist/plugin.js',
    api: 1,
    sections: Object.keys(plugin.sections ?? {}),
  });
});

it('declares the tools of a section, by name or with options; what the provider lacks is told and left out', async () => {
  const agent = await agentWith([
    'code_execution',
    { type: 'web_search', maxUses: 2, contextSize: 'low' },
    'image_generation',
  ]);
  const warnings: string[] = [];
  await agent.run('Hi', { onEvent: (event) => void (event.type === 'warning' && warnings.push(event.code)) });
  expect(host.tools().map(({ name }) => name)).toEqual(['code_execution', 'web_search']);
  expect(warnings.toSorted()).toEqual(['builtin-option-dropped', 'builtin-tool-dropped']);
});

it.each([
  [
    [{ type: 'image_generation', optional: false }],
    /anthropic\/claude-sonnet-5-5 has no builtin tool "image_generation"/,
  ],
  [[{ type: 'web_search', contextSize: 'high', optional: false }], /takes no option contextSize/],
  [[{ type: 'web_search', maxUse: 1 }], /No provider takes the option "maxUse"/],
  [['memory'], /memory\(\{ execute \}\)/],
  [['websearch'], /builtinTools|websearch/],
])('refuses %j where the agent is made', async (builtinTools, told) => {
  await expect(agentWith(builtinTools)).rejects.toThrow(told);
});

testPlugin(plugin, {
  manifest,
  sections: { builtinTools: ['web_search', { type: 'code_execution', memoryLimit: '4g' }] },
  refusedSections: { builtinTools: [{ optional: true }] },
});
