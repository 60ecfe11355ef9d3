import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { PluginManifest } from '@pegboard/core/plugin';
import { pluginCases, providerCases } from '@pegboard/testing';
import { cohereWire } from './cohere-wire.test-util.ts';
import { cohere, plugin } from './index.ts';

const manifest = (createRequire(import.meta.url)('../package.json') as { pegboard: PluginManifest }).pegboard;

// With vitest: testProvider(cohere, { wire: cohereWire }) and testPlugin(() => plugin, { … }) of @pegboard/testing/vitest.
for (const { name, run } of providerCases) {
  void test(name, async (context) => {
    const skipped = await run({ create: cohere, wire: cohereWire });
    if (skipped) context.skip(skipped.skipped);
  });
}

for (const { name, run } of pluginCases) {
  void test(name, async (context) => {
    const skipped = await run({
      create: () => plugin,
      config: { apiKey: 'a-key-for-tests' },
      refused: [{ apiKey: '' }],
      manifest,
    });
    if (skipped) context.skip(skipped.skipped);
  });
}
