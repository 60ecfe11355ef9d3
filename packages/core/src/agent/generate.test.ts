import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { generate, jsonSchema, type StandardSchemaV1, userMessage } from '@pegboard/core';
import { scriptedError, scriptedProvider } from '@pegboard/testing';

const city = z.object({ city: z.string(), since: z.string().transform(Number) });

describe('generate', () => {
  it('calls the model once and gives its answer', async () => {
    const provider = scriptedProvider([{ reasoning: 'Hm.', text: 'Hello' }], {
      models: [{ id: 'm', price: { input: 1e5, output: 1e5 } }],
    });
    const answer = await generate({
      provider,
      model: 'm',
      instructions: 'Be brief',
      messages: 'Hi',
      settings: { temperature: 0 },
    });
    expect(answer).toMatchObject({
      text: 'Hello',
      output: undefined,
      usage: { inputTokens: 10 },
      cost: 1.5,
      message: { role: 'assistant', origin: { provider: 'scripted', model: 'm' } },
    });
    expectTypeOf(answer.output).toEqualTypeOf<undefined>();
    expect(provider.requests[0]).toMatchObject({
      deltas: false,
      tools: [],
      settings: { temperature: 0 },
      messages: [{ role: 'system' }, { role: 'user' }],
    });
  });

  it('gives text in pieces', async () => {
    const pieces: string[] = [];
    await generate({
      provider: scriptedProvider(['Hello there, you!!']),
      model: 'm',
      messages: [userMessage('Hi')],
      onText: (text) => pieces.push(text),
    });
    expect(pieces).toEqual(['Hello there, you', '!!']);
  });

  it('gives validated output', async () => {
    const provider = scriptedProvider(['{"city":"Rome","since":"12"}'], {
      models: [{ id: 'm', capabilities: { structuredOutput: true } }],
    });
    const { output, text } = await generate({ provider, model: 'm', messages: 'Where?', output: city });
    expectTypeOf(output).toEqualTypeOf<{ city: string; since: number }>();
    expect(output).toEqual({ city: 'Rome', since: 12 });
    expect(text).toBe('');
    expect(provider.requests[0]?.output).toMatchObject({
      name: 'output',
      schema: { type: 'object', required: ['city', 'since'] },
    });
    const typed = await generate({
      provider: scriptedProvider(['{"a":1}']),
      model: 'm',
      messages: 'x',
      output: jsonSchema<{ a: number }>({ type: 'object' }),
    });
    expectTypeOf(typed.output).toEqualTypeOf<{ a: number }>();
  });

  it.each([
    ['is no JSON', 'Rome', /no JSON in it: Rome/],
    ['does not fit', '{"city":3}', /city/],
  ])('rejects when the answer %s', async (_, text, message) => {
    const run = generate({
      provider: scriptedProvider([text]),
      model: 'm',
      messages: 'Where?',
      output: city,
    });
    await expect(run).rejects.toMatchObject({
      code: 'invalid-response',
      message: expect.stringMatching(message) as string,
    });
  });

  it('retries, and rejects with the ProviderError', async () => {
    const busy = { error: scriptedError('overloaded', { retryAfterMs: 1 }) };
    expect(
      (await generate({ provider: scriptedProvider([busy, 'ok']), model: 'm', messages: 'Hi' })).text,
    ).toBe('ok');
    const failed = generate({
      provider: scriptedProvider([busy, 'ok']),
      model: 'm',
      messages: 'Hi',
      modelRetries: false,
    });
    await expect(failed).rejects.toMatchObject({ name: 'ProviderError', code: 'overloaded' });
    const ended = generate({
      provider: scriptedProvider([{ text: 'x', finish: 'error' }]),
      model: 'm',
      messages: 'Hi',
    });
    await expect(ended).rejects.toMatchObject({ name: 'ProviderError', code: 'invalid-response' });
  });

  it('keeps its deadlines and heeds its signal', async () => {
    const late = generate({
      provider: scriptedProvider([{ hang: true, ignoreAbort: true }]),
      model: 'm',
      messages: 'Hi',
      timeouts: { requestMs: 10 },
      modelRetries: 0,
    });
    await expect(late).rejects.toMatchObject({ code: 'timeout' });
    const reason = new Error('enough');
    const aborted = generate({
      provider: scriptedProvider(['x']),
      model: 'm',
      messages: 'Hi',
      signal: AbortSignal.abort(reason),
    });
    await expect(aborted).rejects.toBe(reason);
  });

  it.each([
    ['never settles', () => new Promise<never>(() => undefined)],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('rejects as a schema error when the schema %s', async (_, validate) => {
    const convert = (): Record<string, unknown> => ({ type: 'object' });
    const output: StandardSchemaV1 = {
      '~standard': { version: 1, vendor: 'test', validate, jsonSchema: { input: convert, output: convert } },
    };
    const run = generate({
      provider: scriptedProvider(['{}']),
      model: 'm',
      messages: 'Hi',
      output,
      timeouts: { hookMs: 10 },
    });
    await expect(run).rejects.toMatchObject({ name: 'PegboardError', code: 'schema' });
  });

  it.each([
    ['an unknown option', { outptu: city }, /Did you mean "output"/],
    ['no provider', { provider: undefined }, /needs a provider/],
    ['no model', { model: '' }, /needs a model/],
    ['no messages', { messages: [] }, /empty/],
  ])('refuses %s', async (_, more, message) => {
    const options = { provider: scriptedProvider(['x']), model: 'm', messages: 'Hi', ...more };
    await expect(generate(options as never)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(message) as string,
    });
  });
});
