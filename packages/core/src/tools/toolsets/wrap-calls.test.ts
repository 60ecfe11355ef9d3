import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, type RunResult } from '@pegboard/core';
import { prefix, type WrapCall, type WrappedCall, wrapCalls } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import { makeTool } from './toolset.test-util.ts';

const double = defineTool({
  name: 'double',
  description: 'Doubles',
  input: z.object({ n: z.number().transform((n) => n * 1) }),
  check: ({ n }) => (n === 13 ? 'not 13' : undefined),
  execute: ({ n }) => n * 2,
});

async function run(tool: AnyTool, args: object = { n: 2 }): Promise<RunResult['calls']> {
  const provider = scriptedProvider([{ calls: [{ name: tool.name, args: JSON.stringify(args) }] }, 'done']);
  const { calls } = await new Agent({ provider, model: 'm', tools: [tool] }).run('Go');
  return calls;
}

const outcome = async (wrap: WrapCall, tool: AnyTool = double, args?: object): Promise<unknown> => {
  const record = (await run(wrapCalls(tool, wrap), args)).all[0];
  return record?.status === 'success' ? record.result : `${record?.status}: ${record?.error}`;
};

describe('wrapCalls', () => {
  it('runs the tool by next() and may change the value', async () => {
    expect(await outcome((_, next) => next())).toBe(4);
    expect(await outcome(async (_, next) => Number(await next()) + 1)).toBe(5);
    expect(await outcome(() => 'instead')).toBe('instead');
    expect(await outcome(async (_, next) => [await next(), await next()])).toEqual([4, 4]);
  });

  it('validates another input, as the model would have written it', async () => {
    expect(await outcome((_, next) => next({ n: 10 }))).toBe(20);
    expect(await outcome((_, next) => next({ n: 'ten' }))).toMatch(/^failed: double was not run.*n: /s);
    expect(await outcome((_, next) => next({ n: 13 }))).toMatch(/failed: double was not run: not 13/);
  });

  it('sees the call, with the name that the tool had in its place', async () => {
    const seen: WrappedCall[] = [];
    const wrapped = wrapCalls(double, (call, next) => {
      seen.push(call);
      return next();
    });
    await run(prefix(wrapped, 'x'));
    expect(seen).toEqual([expect.objectContaining({ name: 'double', input: { n: 2 }, turn: 1, attempt: 1 })]);
    expect(seen[0]?.tool).toBe(double);
    expect(seen[0]?.idempotencyKey).toBe(`${seen[0]?.runId}:${seen[0]?.callId}`);
  });

  it('last put on is outermost, and what the tool throws passes through', async () => {
    const order: string[] = [];
    const wrap =
      (name: string): WrapCall =>
      async (_, next) => {
        order.push(name);
        return next();
      };
    const failing = defineTool({
      name: 'failing',
      description: 'Fails',
      input: z.object({}),
      execute: () => Promise.reject(new RangeError('broken')),
    });
    expect(await outcome(wrap('outer'), wrapCalls(failing, wrap('inner')), {})).toMatch(/failed: .*broken/);
    expect(order).toEqual(['outer', 'inner']);
  });

  it('keeps the progress and the value of a generator', async () => {
    const seen: unknown[] = [];
    const tool = defineTool({
      name: 'slow',
      description: 'Slow',
      input: z.object({}),
      async *execute() {
        yield 'half';
        return 'whole';
      },
    });
    const provider = scriptedProvider([{ calls: [{ name: 'slow' }] }, 'done']);
    const agent = new Agent({ provider, model: 'm', tools: [wrapCalls(tool, (_, next) => next())] });
    const { calls } = await agent.run('Go', {
      onEvent: (event) => event.type === 'tool-progress' && seen.push(event.value),
    });
    expect(seen).toEqual(['half']);
    expect(calls.last('slow')?.result).toBe('whole');
  });

  it('runs nothing after the call has its result', async () => {
    let late: (() => Promise<unknown>) | undefined;
    let ran = 0;
    const tool = makeTool('work', { effects: () => ({}) });
    const counted = wrapCalls(tool, (_, next) => ((ran += 1), next()));
    await outcome((_, next) => ((late = next), 'early'), counted, {});
    await expect(late?.()).rejects.toThrow(/called next\(\) too late/);
    expect(ran).toBe(0);
  });

  it('leaves external tools as they are', () => {
    const external = defineTool({ name: 'ask', description: 'Asks', input: z.object({}) });
    expect(wrapCalls(external, () => 1)).toBe(external);
  });
});
