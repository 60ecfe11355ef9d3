import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { Agent } from '@pegboard/core';
import { createRegistry, type PluginManifest } from '@pegboard/core/plugin';
import { pluginCases, scriptedProvider } from '@pegboard/testing';
import { plugin } from './index.ts';

/** The weather service, as far as the plugin asks it. */
const service: typeof fetch = async (request) => {
  const { url, headers } = request instanceof Request ? request : new Request(request);
  if (headers.get('authorization') !== 'Bearer the-key') return new Response('who are you?', { status: 401 });
  const known = new URL(url).searchParams.get('city') === 'Oslo';
  return known ? Response.json({ sky: 'clear', celsius: -4 }) : new Response('', { status: 404 });
};

const manifest = (createRequire(import.meta.url)('../package.json') as { pegboard: PluginManifest }).pegboard;

// The contract of plugins: what every host relies on.
for (const { name, run } of pluginCases) {
  void test(name, async (context) => {
    const skipped = await run({
      create: () => plugin,
      config: { apiKey: 'the-key' },
      refused: [{}, { apiKey: '' }],
      fetch: service,
      samples: { now: [{ city: 'Oslo' }] },
      manifest,
    });
    if (skipped) context.skip(skipped.skipped);
  });
}

/** What comes of the one call that a model makes. */
async function ask(city: string, config: object = { apiKey: 'the-key' }) {
  await using registry = createRegistry({ plugins: [{ plugin, config }], brokers: { fetch: service } });
  await registry.ready();
  if (registry.diagnostics.length > 0) return registry.diagnostics[0];
  const provider = scriptedProvider([{ calls: [{ name: 'weather_now', input: { city } }] }, 'Done.']);
  const agent = new Agent({ provider, model: 'any', tools: registry.tools() });
  return (await agent.run(`The weather in ${city}?`)).calls.last('weather_now');
}

void test('tells the weather', async () => {
  assert.partialDeepStrictEqual(await ask('Oslo'), {
    status: 'success',
    result: { sky: 'clear', celsius: -4 },
    trust: 'untrusted',
  });
});

void test('a city without a station is a failure that the model is told of', async () => {
  assert.partialDeepStrictEqual(await ask('Atlantis'), {
    status: 'failed',
    error: 'there is no weather station in Atlantis',
  });
});

void test('a wrong key shows as the status, and never as the key', async () => {
  assert.partialDeepStrictEqual(await ask('Oslo', { apiKey: 'another' }), {
    status: 'failed',
    error: 'the weather service answers with 401',
  });
});

void test('without a key it is not set up, and says so', async () => {
  assert.partialDeepStrictEqual(await ask('Oslo', {}), {
    plugin: 'acme-pegboard-weather',
    stage: 'configured',
  });
});
