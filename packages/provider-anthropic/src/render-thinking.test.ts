import type { JsonObject } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { anthropic } from './index.ts';
import { host, run, streamOf, streams, testKey, textBlock, user } from './loopback.test-util.ts';
import { assistant, called, clock, results, sent, thought, type Sent } from './sent.test-util.ts';

describe('reasoning', () => {
  const summarized = { type: 'adaptive', display: 'summarized' };
  it.each([
    ['claude-sonnet-5-5', 'high', summarized, 'high', 0],
    ['claude-opus-5-5', 'max', summarized, 'max', 0],
    ['claude-opus-4-6', 'minimal', summarized, 'low', 0],
    ['claude-sonnet-4-6', 'max', summarized, 'high', 0],
    ['claude-opus-4-6', { budgetTokens: 5000 }, { type: 'enabled', budget_tokens: 5000 }, 'medium', 0],
    ['claude-sonnet-5', { budgetTokens: 30_000 }, summarized, 'high', 1],
    ['claude-haiku-4-5', { budgetTokens: 10 }, { type: 'enabled', budget_tokens: 1024 }, undefined, 0],
    ['claude-haiku-4-5', 'medium', { type: 'enabled', budget_tokens: 8192 }, undefined, 0],
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'low', { type: 'enabled', budget_tokens: 2048 }, 'low', 0],
    ['claude-haiku-4-5', 'none', undefined, undefined, 0],
    ['claude-sonnet-5', 'none', { type: 'disabled' }, undefined, 0],
    ['claude-sonnet-5-5', 'none', { type: 'between_tools' }, undefined, 0],
    ['claude-opus-5-5', 'none', undefined, 'low', 1],
  ] as const)('%s with %j', async (model, reasoning, thinking, effort, warnings) => {
    const { body, warned } = await sent({ model, settings: { reasoning } });
    expect(body.thinking).toEqual(thinking);
    expect((body.output_config as JsonObject | undefined)?.effort).toEqual(effort);
    expect(warned).toEqual(Array(warnings).fill('setting-dropped reasoning'));
  });

  it('that leaves no room for an answer is dropped, and a large budget is cut to what max_tokens leaves', async () => {
    const ask = (maxTokens: number): Promise<Sent> =>
      sent({ model: 'claude-haiku-4-5', settings: { reasoning: { budgetTokens: 9000 }, maxTokens } });
    const tight = await ask(1500);
    expect([tight.body.thinking, tight.warned]).toEqual([undefined, ['setting-dropped reasoning']]);
    expect((await ask(4000)).body.thinking).toEqual({ type: 'enabled', budget_tokens: 2976 });
  });

  it('gives way to a forced tool, and to an answer in progress that began without it', async () => {
    const forced = await sent({
      model: 'claude-haiku-4-5',
      tools: [clock],
      toolChoice: 'required',
      settings: { reasoning: 'low' },
    });
    expect([forced.body.thinking, forced.body.tool_choice]).toEqual([undefined, { type: 'any' }]);
    const thoughtless = await sent({
      model: 'claude-haiku-4-5',
      tools: [clock],
      messages: [user('?'), assistant(called('c1')), results(['c1', 'noon'])],
      settings: { reasoning: 'low' },
    });
    expect(thoughtless.body.thinking).toBeUndefined();
    for (const { warned } of [forced, thoughtless]) expect(warned).toEqual(['setting-dropped reasoning']);
  });

  it('goes back to the model that thought it, also under the name of its snapshot, and to no other', async () => {
    const { baseURL, seen } = await host(streams(streamOf([textBlock('ok')])));
    const provider = anthropic({ baseURL, apiKey: testKey });
    const messages = [
      user('?'),
      assistant(thought('hm', 'claude-sonnet-4-5'), called('c1')),
      results(['c1', 'noon']),
      assistant({ type: 'text', text: 'Noon.' }, thought('cut off', 'claude-sonnet-4-5')),
      user('So?'),
    ];
    for (const model of ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929', 'claude-sonnet-5-5'])
      await run(provider, { model, messages, tools: [clock] });
    const thoughts = seen.map(({ text }) => [text.includes('signed hm'), text.includes('cut off')]);
    expect(thoughts).toEqual([
      [true, false],
      [true, false],
      [false, false],
    ]);
  });
});
