import type { JsonObject, ModelRequest } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { type AnthropicOptions } from './index.ts';
import { user } from './loopback.test-util.ts';
import { assistant, clock, sent, system, weather, type Sent } from './sent.test-util.ts';

describe('max_tokens', () => {
  it('is what was asked for, else what the model can write, else 8192', async () => {
    const limitOf = async (change: Partial<ModelRequest>, options?: AnthropicOptions): Promise<unknown> =>
      (await sent(change, options)).body.max_tokens;
    expect(await limitOf({ settings: { maxTokens: 5 } })).toBe(5);
    expect(await limitOf({ model: 'claude-sonnet-5-5' })).toBe(128_000);
    expect(await limitOf({ model: 'claude-haiku-4-5-20251001' })).toBe(64_000);
    expect(await limitOf({ model: 'somebody-7' })).toBe(8192);
    expect(await limitOf({ model: 'mine' }, { models: { mine: { maxOutputTokens: 777 } } })).toBe(777);
  });

  it('above what one connection can wait for makes the answer a stream, which is read all the same', async () => {
    const { body, outcome } = await sent({ model: 'claude-sonnet-5-5', deltas: false });
    expect(body.stream).toBe(true);
    expect(outcome.text).toBe('ok');
  });
});

describe('settings', () => {
  it('that the API has no longer are dropped with a warning', async () => {
    const { body, warned } = await sent({ settings: { temperature: 0, topP: 0.5, seed: 7 } });
    expect(body).not.toHaveProperty('temperature');
    expect(warned.toSorted()).toEqual([
      'setting-dropped seed',
      'setting-dropped temperature',
      'setting-dropped topP',
    ]);
  });

  it('of sampling are sent in the old version of the API, to models that take them and do not think', async () => {
    const ask = async (model: string, settings: ModelRequest['settings']): Promise<unknown[]> => {
      const { body, warned, headers } = await sent({ model, settings }, { version: '2023-06-01' });
      expect(headers['anthropic-version']).toBe('2023-06-01');
      return [body.temperature, body.top_p, ...warned];
    };
    expect(await ask('claude-haiku-4-5', { temperature: 0 })).toEqual([0, undefined]);
    expect(await ask('claude-haiku-4-5', { temperature: 0, topP: 0.5 })).toEqual([
      0,
      undefined,
      'setting-dropped topP',
    ]);
    expect(await ask('claude-opus-4-6', { topP: 0.5 })).toEqual([undefined, 0.5]);
    expect(await ask('claude-opus-4-7', { topP: 0.5 })).toEqual([
      undefined,
      undefined,
      'setting-dropped topP',
    ]);
    const thinking = await ask('claude-haiku-4-5', { temperature: 0, reasoning: 'low' });
    expect(thinking).toEqual([undefined, undefined, 'setting-dropped temperature']);
  });

  it('stop texts of blanks are left out', async () => {
    const { body, warned } = await sent({ settings: { stop: ['END', '\n\n'] } });
    expect([body.stop_sequences, warned]).toEqual([['END'], ['setting-dropped stop']]);
  });
});

describe('tool choice', () => {
  it.each([
    ['auto', true, { type: 'auto', disable_parallel_tool_use: false }],
    ['required', false, { type: 'any', disable_parallel_tool_use: true }],
    [{ tool: 'clock' }, undefined, { type: 'tool', name: 'clock' }],
    ['none', false, { type: 'none' }],
  ] as const)('%j with parallel calls %j', async (toolChoice, parallelToolCalls, expected) => {
    const settings = parallelToolCalls === undefined ? {} : { parallelToolCalls };
    const { body } = await sent({ tools: [clock], toolChoice, settings });
    expect(body.tool_choice).toEqual(expected);
  });

  it('is asked for in words where the model refuses to be forced', async () => {
    const { body, warned } = await sent({
      model: 'claude-sonnet-5-5',
      tools: [clock, weather],
      toolChoice: { tool: 'clock' },
    });
    expect(body.tool_choice).toBeUndefined();
    expect(JSON.stringify(body.messages)).toContain('Call the tool clock now.');
    expect(warned).toEqual(['setting-dropped toolChoice']);
  });

  it('of a tool that is not there is dropped', async () => {
    const { body, warned } = await sent({ tools: [clock], toolChoice: { tool: 'other' } });
    expect([body.tool_choice, warned]).toEqual([undefined, ['setting-dropped toolChoice']]);
  });
});

describe('the prompt cache', () => {
  const ask = (
    promptCache: ModelRequest['settings']['promptCache'],
    change: Partial<ModelRequest> = {},
  ): Promise<Sent> =>
    sent({
      tools: [clock, weather],
      messages: [
        system('S'),
        user('1'),
        assistant({ type: 'text', text: 'A' }),
        user('2'),
        assistant({ type: 'text', text: 'B' }),
        user('3'),
      ],
      settings: promptCache === undefined ? {} : { promptCache },
      ...change,
    });

  it('is marked at the ends of tools, instructions and the last two turns of the user', async () => {
    const { body } = await ask(true);
    const mark = { type: 'ephemeral' };
    const marks = (list: unknown): unknown[] =>
      (list as JsonObject[]).map(({ cache_control }) => cache_control);
    expect(marks(body.tools)).toEqual([undefined, mark]);
    expect(marks(body.system)).toEqual([mark]);
    const turns = (body.messages as { content: JsonObject[] }[]).map(
      ({ content }) => content.at(-1)?.cache_control,
    );
    expect(turns).toEqual([undefined, undefined, mark, undefined, mark]);
  });

  it('lives as long as was asked', async () => {
    expect((await ask({ ttl: '1h' })).text.match(/"ttl":"1h"/g)).toHaveLength(4);
    expect((await ask({ ttl: '5m' })).text.match(/"cache_control"/g)).toHaveLength(4);
  });

  it('is not marked unasked, and a mark of the caller for the whole request stands alone', async () => {
    expect((await ask(false)).text).not.toContain('cache_control');
    const own = await ask(true, { providerOptions: { anthropic: { cache_control: { type: 'ephemeral' } } } });
    expect(own.text.match(/"cache_control"/g)).toHaveLength(1);
  });
});

describe('structured output', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };

  it('is the format of the answer, beside the effort', async () => {
    const { body } = await sent({
      model: 'claude-sonnet-5-5',
      output: { name: 'x', schema },
      settings: { reasoning: 'low' },
    });
    expect(body.output_config).toEqual({
      effort: 'low',
      format: { type: 'json_schema', schema: { ...schema, additionalProperties: false } },
    });
  });

  it('is asked for in words where the API cannot take the schema', async () => {
    const recursive = { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
    const { body, warned } = await sent({ output: { name: 'x', schema: recursive } });
    expect(body).not.toHaveProperty('output_config');
    expect(JSON.stringify(body.system)).toContain('JSON Schema');
    expect(warned).toEqual(['setting-dropped output']);
  });
});
