import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { Agent } from '@pegboard/core';
import { createRegistry, type PluginManifest } from '@pegboard/core/plugin';
import { pluginCases, scriptedProvider } from '@pegboard/testing';
import { plugin } from './index.ts';

const manifest = (createRequire(import.meta.url)('../package.json') as { pegboard: PluginManifest }).pegboard;

// The contract of plugins: what every host relies on.
for (const { name, run } of pluginCases) {
  void test(name, async (context) => {
    const skipped = await run({
      create: () => plugin,
      config: { greeting: 'Good day' },
      refused: [{ greeting: '' }],
      samples: { greet: [{ name: 'Ada' }], count_words: [{ text: 'to be' }] },
      manifest,
    });
    if (skipped) context.skip(skipped.skipped);
  });
}

/** A model that makes one call, and what came of it. */
async function call(name: string, input: Record<string, string>, config = {}) {
  await using registry = createRegistry({ plugins: [{ plugin, config }] });
  await registry.ready();
  assert.deepEqual(registry.diagnostics, []);
  const provider = scriptedProvider([{ calls: [{ name, input }] }, 'Done.']);
  const agent = new Agent({ provider, model: 'any', tools: registry.tools() });
  const { calls } = await agent.run('Do it');
  return calls.last(name);
}

void test('greets in the configured words', async () => {
  const made = await call('sample_thing_greet', { name: 'Ada' }, { greeting: 'Good day' });
  assert.equal(made?.result, 'Good day, Ada!');
});

void test('greets in a language', async () => {
  const made = await call('sample_thing_greet', { name: 'Ada', language: 'french' });
  assert.equal(made?.result, 'Bonjour, Ada!');
});

void test('counts words', async () => {
  const made = await call('sample_thing_count_words', { text: 'to be or not to be' });
  assert.deepEqual(made?.result, { words: 6 });
});

void test('an empty text is a failure that the model is told of', async () => {
  const made = await call('sample_thing_count_words', { text: ' ' });
  assert.equal(made?.status, 'failed');
  assert.equal(made?.error, 'the text is empty');
});

void test('a config that does not fit is a diagnostic', async () => {
  await using registry = createRegistry({ plugins: [{ plugin, config: { greeting: '' } }] });
  await registry.ready();
  assert.equal(registry.diagnostics[0]?.stage, 'configured');
});
