import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, jsonSchema, type RunResult } from '@pegboard/core';
import { bind, prepared, wrapCalls } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';

const shape = {
  account: z.string().min(3),
  query: z.string().describe('What to look for'),
  limit: z.number().int().default(10),
};
const byZod = defineTool({
  name: 'search',
  description: 'Searches',
  input: z.object(shape),
  execute: (input) => input,
});
const byJson = defineTool({
  name: 'search',
  description: 'Searches',
  input: jsonSchema<{ account: string; query: string; limit?: number }>({
    type: 'object',
    properties: {
      account: { type: 'string', minLength: 3 },
      query: { type: 'string', description: 'What to look for' },
      limit: { type: 'integer' },
    },
    required: ['account', 'query'],
    additionalProperties: false,
  }),
  execute: (input) => input,
});

async function run(tool: AnyTool, args: object): Promise<RunResult['calls']> {
  const provider = scriptedProvider([{ calls: [{ name: tool.name, args: JSON.stringify(args) }] }, 'done']);
  const { calls, state } = await new Agent({ provider, model: 'm', tools: [tool] }).run('Go');
  expect(JSON.stringify(state)).not.toContain('secret');
  return calls;
}

describe.each([
  ['zod', byZod],
  ['JSON Schema', byJson],
])('bind with %s', (_, tool) => {
  const fixed = bind(tool, { account: 'a-1' });

  it('takes the parameter out of what the model is shown', () => {
    expect(Object.keys(fixed.inputSchema['properties'] as object)).toEqual(['query', 'limit']);
    expect(fixed.inputSchema['required']).toEqual(['query']);
    expect(JSON.stringify(fixed.inputSchema)).not.toContain('account');
    expect(fixed).toMatchObject({ name: 'search', description: 'Searches' });
    expect(Object.isFrozen(fixed)).toBe(true);
    expect(Object.isFrozen(fixed.inputSchema['properties'])).toBe(true);
  });

  it('runs with both, and the record holds only what the model wrote', async () => {
    const record = (await run(fixed, { query: 'q' })).last('search');
    expect(record?.input).toEqual({ query: 'q' });
    expect(record?.result).toMatchObject({ account: 'a-1', query: 'q' });
  });

  it('refuses what does not fit, in terms of what the model sees', async () => {
    const record = (await run(fixed, { query: {} })).last('search');
    expect(record).toMatchObject({ status: 'retry' });
    expect(record?.error).toMatch(/query: expected string.*received/);
    expect((await run(fixed, {})).last('search')?.error).toMatch(/query/);
  });

  it('never lets the model write a bound parameter', async () => {
    const record = (await run(fixed, { query: 'q', account: 'other' })).last('search');
    const { account } = (record?.result ?? {}) as { account?: string };
    expect(account ?? 'a-1').toBe('a-1');
  });

  it('fails the call, not the model, when the fixed value does not fit', async () => {
    const record = (await run(bind(tool, { account: 'x' }), { query: 'q' })).last('search');
    expect(record).toMatchObject({ status: 'failed' });
    expect(record?.error).toMatch(/bound parameter "account" of "search" does not fit/);
  });

  it('keeps nothing that a tool does to its input', async () => {
    const vandal = wrapCalls(bind(tool, { account: 'a-1' }), async ({ input }, next) => {
      const result = structuredClone(await next());
      (input as { account: string }).account = 'vandalised';
      return result;
    });
    await run(vandal, { query: 'q' });
    expect((await run(vandal, { query: 'q' })).last('search')?.result).toMatchObject({ account: 'a-1' });
  });

  it('binds again what is left, and all of it', async () => {
    const all = bind(bind(fixed, { query: 'q' }), { limit: 3 });
    expect(all.inputSchema['properties']).toEqual({});
    expect(all.inputSchema['required']).toBeUndefined();
    expect((await run(all, {})).last('search')?.result).toEqual({ account: 'a-1', query: 'q', limit: 3 });
  });

  it('refuses a parameter that is not there, and values that are no data', () => {
    expect(() => bind(tool as AnyTool, { acount: 'x' })).toThrow(
      /no parameter "acount".*Did you mean "account"/,
    );
    expect(() => bind(fixed as AnyTool, { account: 'x' })).toThrow(/no parameter "account"/);
    expect(() => bind(tool as AnyTool, { account: () => 1 })).toThrow(/cannot be bound/);
  });
});

describe('bind', () => {
  it('leaves the functions of the tool the whole input', async () => {
    const seen: unknown[] = [];
    const tool = defineTool({
      name: 'pay',
      description: 'Pays',
      input: z.object({ from: z.string(), amount: z.number() }),
      check: ({ from }) => void seen.push(`check ${from}`),
      effects: ({ from }) => (seen.push(`effects ${from}`), { writes: [from] }),
      approval: ({ from }) => (seen.push(`approval ${from}`), false),
      execute: ({ from, amount }) => `${from} ${amount}`,
    });
    expect((await run(bind(tool, { from: 'me' }), { amount: 1 })).last('pay')?.result).toBe('me 1');
    expect(new Set(seen)).toEqual(new Set(['check me', 'effects me', 'approval me']));
  });

  it('keeps the parameter away when the tool describes itself anew', async () => {
    const tool = defineTool({
      name: 'search',
      description: 'Searches',
      input: z.object(shape),
      prepare: (spec) => {
        expect(Object.keys(spec.inputSchema['properties'] as object)).toContain('account');
        return { ...spec, description: 'Anew' };
      },
    });
    const provider = scriptedProvider(['done']);
    const tools = [prepared(bind(tool, { account: 'abc' }), (spec) => spec)];
    await new Agent({ provider, model: 'm', tools }).run('Hi');
    expect(provider.requests[0]?.tools[0]).toMatchObject({ description: 'Anew' });
    expect(JSON.stringify(provider.requests[0]?.tools)).not.toContain('account');
  });

  it('skips what is undefined', () => {
    expect(bind(byZod as AnyTool, { account: undefined }).inputSchema).toEqual(byZod.inputSchema);
  });
});
