import { Agent, type JsonObject, type ModelSettings } from '@pegboard/core';
import { cost } from '@pegboard/core/models';
import { describe, expect, it } from 'vitest';
import { openai } from './index.ts';
import { delta, done, host, run, sse, streams } from './loopback.test-helper.ts';

const provider = openai({ apiKey: 'k' });
const info = (model: string) => provider.modelInfo?.(model);

describe('the table of models', () => {
  it('knows abilities, limits and prices of the model that examples use, and of its snapshots', () => {
    for (const model of ['gpt-6-astra', 'gpt-6-astra-2026-09-03'])
      expect(info(model)).toMatchObject({
        id: model,
        capabilities: { tools: true, vision: true, documents: true, audio: false, structuredOutput: true },
        contextTokens: 1_050_000,
        maxOutputTokens: 128_000,
        price: { input: 10, output: 50, cachedInput: 1, cacheWrite: 12.5 },
      });
  });

  it('prices whole requests above 272,000 tokens of input higher', () => {
    const usage = { inputTokens: 272_000, outputTokens: 1000 };
    expect(cost(usage, info('gpt-6-astra'))).toBeCloseTo(2.77, 9);
    expect(cost({ ...usage, inputTokens: 272_001 }, info('gpt-6-astra'))).toBeCloseTo(5.51502, 9);
    expect(info('gpt-5.6-luna')?.price?.long).toEqual({
      overTokens: 272_000,
      input: 0.4,
      output: 1.8,
      cachedInput: 0.04,
      cacheWrite: 0.5,
    });
  });

  it('leaves a price that nobody knows unknown', () => {
    expect(cost({ inputTokens: 1, outputTokens: 1 }, info('gpt-5.6-sol'))).toBeUndefined();
    expect(cost({ inputTokens: 1, outputTokens: 1 }, info('gpt-4o-2024-05-13'))).toBeUndefined();
  });

  it('has something to name for everything that a model cannot do', () => {
    const models = provider.knownModels?.() ?? [];
    for (const ability of ['tools', 'vision', 'documents', 'audio', 'structuredOutput'] as const)
      expect(models.filter(({ capabilities }) => capabilities?.[ability]).length).toBeGreaterThan(0);
  });

  it('makes an agent refuse at once what a model cannot do, and name models that can', async () => {
    const agent = new Agent({
      provider: openai({ apiKey: 'k' }),
      model: 'gpt-3.5-turbo',
      modelRetries: false,
    });
    const part = { type: 'media', mediaType: 'image/png', data: 'iVBORw0KGgo=' } as const;
    await expect(agent.run([part])).rejects.toThrow(/gpt-3\.5-turbo reads no images[^]*Use gpt-6-astra/);
  });
});

async function sent(model: string, settings: ModelSettings, api: 'chat' | 'responses' = 'chat') {
  const { baseURL, seen } = await host(streams(sse(delta({ content: 'x' }), delta({}, 'stop')) + done));
  const { warnings } = await run(openai({ baseURL, apiKey: 'k', api }), { model, settings });
  const { temperature, top_p, reasoning_effort: effort } = (seen[0]?.body ?? {}) as JsonObject;
  return { temperature, top_p, effort, codes: warnings.map(({ code }) => code) };
}

describe('settings that depend on reasoning', () => {
  it.each([
    ['gpt-6-astra', { temperature: 0.5 }, undefined],
    ['gpt-6-sol', { temperature: 0.5 }, undefined],
    ['gpt-6-sol', { temperature: 0.5, reasoning: 'low' }, undefined],
    ['gpt-6-sol', { temperature: 0.5, reasoning: 'none' }, 0.5],
    ['gpt-5.4', { temperature: 0.5 }, 0.5],
    ['gpt-5.4', { temperature: 0.5, reasoning: 'high' }, undefined],
    ['gpt-4.1', { temperature: 0.5, topP: 0.5 }, 0.5],
    ['my-own', { temperature: 0.5, reasoning: 'high' }, 0.5],
  ] as const)('%s with %j is sent the temperature %s', async (model, settings, temperature) => {
    const { codes, ...body } = await sent(model, settings);
    expect(body.temperature).toBe(temperature);
    expect(codes.includes('setting-dropped')).toBe(temperature === undefined);
  });

  it.each([
    ['gpt-6-astra', 'none', 'low'],
    ['gpt-6.1-sol', 'minimal', 'low'],
    ['gpt-5', 'none', 'minimal'],
    ['gpt-5', 'minimal', 'minimal'],
    ['o3', 'minimal', 'low'],
    ['gpt-6-sol', 'none', 'none'],
    ['gpt-6-astra', 'max', 'max'],
  ] as const)('%s asked to think %s is asked for %s', async (model, reasoning, effort) => {
    const { codes, ...body } = await sent(model, { reasoning });
    expect(body.effort).toBe(effort);
    expect(codes).toEqual(effort === reasoning ? [] : ['setting-changed']);
  });
});
