import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Agent, type Memory } from '@pegboard/core';
import { createRegistry, type PluginManifest } from '@pegboard/core/plugin';
import { memoryCases, pluginCases, scriptedProvider } from '@pegboard/testing';
import { createMemory, plugin } from './index.ts';

const root = await mkdtemp(join(tmpdir(), 'sample-thing-'));
after(() => rm(root, { recursive: true, force: true }));
let count = 0;

// The contract of memories: order, idempotence, conflicts, concurrency, names, aborts.
for (const { name, run } of memoryCases) {
  void test(name, async (context) => {
    const folders = new Map<Memory, string>();
    const open = (folder: string) => {
      const memory = createMemory(folder);
      folders.set(memory, folder);
      return memory;
    };
    const create = () => open(join(root, String(count++)));
    const reopen = (memory: Memory) => open(folders.get(memory) ?? root);
    const skipped = await run({ create, reopen });
    if (skipped) context.skip(skipped.skipped);
  });
}

const manifest = (createRequire(import.meta.url)('../package.json') as { pegboard: PluginManifest }).pegboard;

// The contract of plugins: what every host relies on.
for (const { name, run } of pluginCases) {
  void test(name, async (context) => {
    const skipped = await run({
      create: () => plugin,
      config: { folder: join(root, 'contract') },
      refused: [{ folder: 5 }],
      manifest,
    });
    if (skipped) context.skip(skipped.skipped);
  });
}

void test('an agent remembers across restarts', async () => {
  const folder = join(root, 'agent');
  const answer = async (question: string) => {
    const provider = scriptedProvider(['Noted.']);
    const agent = new Agent({ provider, model: 'any', memory: createMemory(folder) });
    return agent.run(question, { thread: 'ada' });
  };
  await answer('My name is Ada.');
  const { messages } = await answer('What is my name?');
  assert.equal(messages.length, 4);
});

void test('the plugin offers it by name', async () => {
  await using registry = createRegistry({ plugins: [{ plugin, config: { folder: join(root, 'plugin') } }] });
  await registry.ready();
  assert.deepEqual(registry.diagnostics, []);
  assert.deepEqual(
    await registry.memory('sample-thing').load('none', { signal: AbortSignal.timeout(1_000) }),
    [],
  );
});
