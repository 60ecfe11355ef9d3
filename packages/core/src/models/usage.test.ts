import { describe, expect, it, vi } from 'vitest';
import { Agent, isRunError, type Provider } from '@pegboard/core';
import { addUsage, cost } from '@pegboard/core/models';
import { scriptedProvider } from '@pegboard/testing';

describe('addUsage', () => {
  it("adds count by count; what one side lacks is the other's; raw records are left out", () => {
    const first = { inputTokens: 1, outputTokens: 2, cachedInputTokens: 3, raw: { a: 1 } };
    expect(addUsage(first, { inputTokens: 10, reasoningTokens: 4 })).toEqual({
      inputTokens: 11,
      outputTokens: 2,
      cachedInputTokens: 3,
      reasoningTokens: 4,
    });
    expect(addUsage({}, {})).toEqual({});
  });
});

describe('cost', () => {
  const price = { input: 2, output: 10, cachedInput: 0.5, cacheWrite: 3 };
  it.each([
    [{ inputTokens: 1_000_000, outputTokens: 100_000 }, 3],
    [{ inputTokens: 1_000_000, outputTokens: 0, cachedInputTokens: 400_000 }, 1.4],
    [{ inputTokens: 1_000_000, outputTokens: 0, cacheWriteTokens: 500_000 }, 2.5],
    [{ inputTokens: 0, outputTokens: 0 }, 0],
    [{ inputTokens: 5 }, undefined],
    [{}, undefined],
  ])('of %j is %s', (usage, dollars) => expect(cost(usage, { id: 'm', price })).toBe(dollars));

  it('is unknown without a price that it needs', () => {
    const usage = { inputTokens: 10, outputTokens: 1, cachedInputTokens: 5 };
    expect(cost(usage, undefined)).toBeUndefined();
    expect(cost(usage, { id: 'm' })).toBeUndefined();
    expect(cost(usage, { id: 'm', price: { input: 1, output: 1 } })).toBeUndefined();
    const written = { inputTokens: 10, outputTokens: 1, cacheWriteTokens: 5 };
    expect(cost(written, { id: 'm', price: { input: 1, output: 1, cachedInput: 1 } })).toBeUndefined();
  });

  it('takes the rates of long requests for the whole of one', () => {
    const long = { overTokens: 100, input: 10, output: 20 };
    const info = { id: 'm', price: { input: 1, output: 2, cachedInput: 0.5, long } };
    expect(cost({ inputTokens: 100, outputTokens: 10 }, info)).toBeCloseTo(120e-6, 12);
    expect(cost({ inputTokens: 101, outputTokens: 10 }, info)).toBeCloseTo(1210e-6, 12);
    // What is cached counts for the length, and its price when long is unknown.
    expect(cost({ inputTokens: 101, outputTokens: 10, cachedInputTokens: 100 }, info)).toBeUndefined();
  });

  it('changes on the day that was announced', () => {
    vi.useFakeTimers();
    const long = { overTokens: 5, input: 9, output: 9 };
    const changing = { input: 1, output: 1, later: { from: '2027-01-01', input: 2, output: 2, long } };
    const costOn = (day: string, inputTokens = 1) => {
      vi.setSystemTime(new Date(day));
      return cost({ inputTokens, outputTokens: 0 }, { id: 'm', price: changing });
    };
    expect(costOn('2026-12-31T23:59:59.999Z')).toBe(1e-6);
    expect(costOn('2026-12-31T23:59:59.999Z', 10)).toBe(10e-6);
    expect(costOn('2027-01-01T00:00:00.000Z')).toBe(2e-6);
    expect(costOn('2027-01-02T00:00:00.000Z', 10)).toBe(90e-6);
    vi.useRealTimers();
  });

  it('is 0 where the table says that the model is free', () => {
    expect(cost({ inputTokens: 10, outputTokens: 1 }, { id: 'm', price: { input: 0, output: 0 } })).toBe(0);
  });
});

describe('the result of a run', () => {
  const models = [{ id: 'm', price: { input: 1_000_000, output: 2_000_000 } }];

  it('tells usage and dollars of all its turns', async () => {
    const provider = scriptedProvider(['done'], { models, usage: { inputTokens: 3, outputTokens: 2 } });
    const result = await new Agent({ provider, model: 'm' }).run('Hi');
    expect(result).toMatchObject({ usage: { inputTokens: 3, outputTokens: 2 }, cost: 7 });
    expect(
      await new Agent({ provider: scriptedProvider(['done']), model: 'm' }).run('Hi'),
    ).not.toHaveProperty('cost');
  });

  it('has no cost when the table of the provider throws', async () => {
    const provider: Provider = {
      ...scriptedProvider(['done']),
      modelInfo: () => {
        throw new Error('broken');
      },
    };
    const result = await new Agent({ provider, model: 'm', limits: { usd: 1 } }).run('Hi');
    expect(result.status).toBe('done');
    expect(result).not.toHaveProperty('cost');
  });

  it('stands a provider that reports no usage', async () => {
    const events = [
      [{ type: 'text', index: 0, text: 'done' }],
      [{ type: 'finish', finish: { unified: 'stop' } }],
    ] as never;
    const result = await new Agent({ provider: scriptedProvider([{ events }]), model: 'm' }).run('Hi');
    expect(result).toMatchObject({ status: 'done', text: 'done', usage: {} });
  });

  it('counts what an answer used that the model has ended with an error', async () => {
    const provider = scriptedProvider(
      [{ text: 'Half', finish: 'error', usage: { inputTokens: 3, outputTokens: 2 } }, 'done'],
      {
        models,
        usage: { inputTokens: 1, outputTokens: 1 },
      },
    );
    const agent = new Agent({ provider, model: 'm' });
    const failed = await agent.run('Hi').catch((error: unknown) => error);
    if (!isRunError(failed)) throw failed;
    expect(failed.result).toMatchObject({
      status: 'failed',
      usage: { inputTokens: 3, outputTokens: 2 },
      cost: 7,
    });
    const { state } = failed.result;
    expect(state.requests).toBe(1);
    expect(await agent.resume(state)).toMatchObject({
      text: 'done',
      usage: { inputTokens: 4, outputTokens: 3 },
      cost: 10,
    });
  });
});
