import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, type RunState } from '@pegboard/core';
import { branch, fallbackTool, mapReduce, parallel, pipe } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';

const ran: string[] = [];
const search = defineTool({
  name: 'search',
  description: 'Searches',
  input: z.object({ query: z.string() }),
  execute: ({ query }) => {
    ran.push(`search ${query}`);
    return { text: `about ${query}` };
  },
});
const count = defineTool({
  name: 'count',
  description: 'Counts letters',
  input: z.object({ text: z.string() }),
  execute: ({ text }) => {
    ran.push(`count ${text}`);
    return { letters: text.length };
  },
});
const broken = defineTool({
  name: 'broken',
  description: 'Fails',
  input: z.object({ query: z.string() }),
  execute: (): { text: string } => {
    throw new TypeError('no luck');
  },
});
const publish = defineTool({
  name: 'publish',
  description: 'Publishes',
  input: z.object({ letters: z.number() }),
  approval: true,
  execute: ({ letters }) => `published ${letters}`,
});

const options = { name: 'composed', description: 'Made of others' };

async function run(tool: AnyTool, input: object) {
  ran.length = 0;
  const provider = scriptedProvider([{ calls: [{ name: tool.name, input: input as never }] }, 'Done.'], {
    otherwise: 'Done.',
  });
  const agent = new Agent({ provider, model: 'm', tools: [tool] });
  return { agent, result: await agent.run('x') };
}

describe('composed tools', () => {
  it('pipe hands each value to the next tool', async () => {
    const { result } = await run(pipe(options, search, count), { query: 'cats' });
    expect(result.calls.lastResult('composed')).toEqual({ letters: 10 });
    expect(result.calls.all.map((call) => call.name)).toEqual(['composed', 'search', 'count']);
  });

  it('parallel takes an input for each tool and gives the value of each', async () => {
    const tool = parallel(options, { found: search, size: count });
    const { result } = await run(tool, { found: { query: 'a' }, size: { text: 'bcd' } });
    expect(result.calls.lastResult('composed')).toEqual({ found: { text: 'about a' }, size: { letters: 3 } });
  });

  it('parallel refuses an input that one of its tools would not take, before any runs', async () => {
    const { result } = await run(parallel(options, { found: search, size: count }), {
      found: { query: 'a' },
      size: { text: {} },
    });
    expect(result.calls.last('composed')).toMatchObject({ refused: true });
    expect(result.calls.last('composed')?.error).toContain('size');
    expect(ran).toEqual([]);
  });

  it('mapReduce runs a tool for each item and makes one value', async () => {
    const tool = mapReduce(options, count, (values) => values.reduce((sum, value) => sum + value.letters, 0));
    const { result } = await run(tool, { items: [{ text: 'ab' }, { text: 'cde' }] });
    expect(result.calls.lastResult('composed')).toBe(5);
  });

  it('branch chooses by the input', async () => {
    const tool = branch(options, ({ query }) => query === 'x', search, broken);
    expect((await run(tool, { query: 'x' })).result.calls.lastResult('composed')).toEqual({
      text: 'about x',
    });
    expect((await run(tool, { query: 'y' })).result.calls.last('composed')).toMatchObject({
      status: 'failed',
    });
  });

  it('fallbackTool goes on with the second when the first fails', async () => {
    const { result } = await run(fallbackTool(options, broken, search), { query: 'x' });
    expect(result.calls.lastResult('composed')).toEqual({ text: 'about x' });
    expect(result.calls.last('broken')).toMatchObject({ status: 'failed' });
  });

  it('are composed again', async () => {
    const tool = mapReduce(options, pipe({ name: 'sized', description: 'Sized' }, search, count), (values) =>
      Math.max(...values.map((value) => value.letters)),
    );
    const { result } = await run(tool, { items: [{ query: 'a' }, { query: 'bcd' }] });
    expect(result.calls.lastResult('composed')).toBe(9);
  });

  it('ask once for the approval that a part always needs', async () => {
    const { agent, result } = await run(pipe(options, search, count, publish), { query: 'cats' });
    expect(result.pending).toMatchObject([{ name: 'composed', reason: 'it uses publish', path: [] }]);
    expect(ran).toEqual([]);
    const state = JSON.parse(JSON.stringify(result.state)) as RunState;
    const done = await agent.resume(state, { approvals: { [result.pending[0]?.callId ?? '']: true } });
    expect(done.calls.lastResult('composed')).toBe('published 10');
  });

  it('keep schemas with references whole', () => {
    const tree: z.ZodType = z.lazy(() => z.object({ value: z.number(), next: tree.optional() }));
    const walk = defineTool({
      name: 'walk',
      description: 'Walks',
      input: z.object({ tree }),
      execute: () => 1,
    });
    const text = JSON.stringify(parallel(options, { left: walk, right: walk }).inputSchema);
    for (const ref of text.match(/"\$ref":"[^"]+"/g) ?? [])
      expect(ref).toMatch(/#\/properties\/(left|right)/);
  });
});
