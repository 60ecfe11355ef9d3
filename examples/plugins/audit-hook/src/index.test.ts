import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { defineTool, ToolFailure } from '@pegboard/core';
import { createRegistry, type PluginFs, type PluginManifest } from '@pegboard/core/plugin';
import { pluginCases, scriptedProvider } from '@pegboard/testing';
import * as z from 'zod';
import { plugin } from './index.ts';

const input = z.object({ path: z.string() });
const tools = [
  defineTool({ name: 'read', description: 'Reads a file', input, execute: ({ path }) => `text of ${path}` }),
  defineTool({
    name: 'erase',
    description: 'Erases a file',
    input,
    execute: () => {
      throw new ToolFailure('it is locked');
    },
  }),
];

/** Files in memory. */
function memoryFiles() {
  const written = new Map<string, string>();
  const fs: PluginFs = {
    readFile: async (path) => new TextEncoder().encode(written.get(path)),
    readText: async (path) => written.get(path) ?? '',
    writeFile: async (path, data) => void written.set(path, String(data)),
    list: async () => [...written.keys()],
    stat: async () => undefined,
    remove: async (path) => void written.delete(path),
  };
  return { fs, written };
}

const manifest = (createRequire(import.meta.url)('../package.json') as { pegboard: PluginManifest }).pegboard;

// The contract of plugins: what every host relies on.
for (const { name, run } of pluginCases) {
  void test(name, async (context) => {
    const skipped = await run({
      create: () => plugin,
      config: { tools: ['erase'] },
      refused: [{ tools: 'erase' }],
      fs: memoryFiles().fs,
      manifest,
    });
    if (skipped) context.skip(skipped.skipped);
  });
}

/** A run that makes two calls under the hook. */
async function runUnder(config: object) {
  const { fs, written } = memoryFiles();
  const calls = [
    { name: 'read', input: { path: 'a.txt' } },
    { name: 'erase', input: { path: 'b.txt' } },
  ];
  const provider = scriptedProvider([{ calls }, 'Done.']);
  await using registry = createRegistry({
    plugins: [{ plugin, config }],
    providers: [provider],
    tools,
    brokers: { fs },
  });
  await registry.ready();
  assert.deepEqual(registry.diagnostics, []);
  const agent = registry.agent({ model: `${provider.name}/any`, tools: ['*'] });
  const { runId } = await agent.run('Tidy up');
  const lines = (written.get(`audit/${runId}.jsonl`) ?? '').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

void test('writes down every call, failed ones too', async () => {
  const entries = await runUnder({});
  // Calls run side by side, and are written down as they end.
  const byTool = new Map(entries.map(({ tool, input: given, status }) => [tool, { given, status }]));
  assert.deepEqual(byTool.get('read'), { given: { path: 'a.txt' }, status: 'success' });
  assert.deepEqual(byTool.get('erase'), { given: { path: 'b.txt' }, status: 'failed' });
});

void test('writes down the chosen tools only', async () => {
  const entries = await runUnder({ tools: ['erase'] });
  assert.deepEqual(
    entries.map(({ tool }) => tool),
    ['erase'],
  );
});
