import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, type RunState } from '@pegboard/core';
import {
  branch,
  fallbackTool,
  mapReduce,
  parallel,
  pipe,
  rename,
  requireApproval,
} from '@pegboard/core/tools';
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

  it('need no options: they are named and described after their tools', async () => {
    const tools = [
      pipe(search, count),
      parallel({ found: search, size: count }),
      mapReduce(count, (values) => values.length),
      branch(({ query }) => query === 'x', search, broken),
      fallbackTool(broken, search),
    ];
    expect(tools.map(({ name }) => name)).toEqual([
      'search_then_count',
      'search_and_count',
      'count_for_each',
      'search_or_broken',
      'broken_else_search',
    ]);
    for (const { description } of tools) expect(description).toMatch(/\w+: (Searches|Counts letters|Fails)/);
    const [piped] = tools;
    const { result } = await run(piped as AnyTool, { query: 'cats' });
    expect(result.calls.lastResult('search_then_count')).toEqual({ letters: 10 });
  });

  it('refuse what is no tool, and names that are too long are cut', () => {
    const strangers = [
      () => pipe(search, {} as never),
      () => (pipe as (tool: AnyTool) => AnyTool)(search),
      () => parallel({ a: 5 as never }),
      () => mapReduce(undefined as never, () => 1),
      () => branch(() => true, search, undefined as never),
      () => fallbackTool(options, search, 'search' as never),
    ];
    for (const make of strangers) expect(make).toThrow(/\(\) (is made of tools only|needs at least two)/);
    const long = defineTool({
      name: 'x'.repeat(60),
      description: 'Long',
      input: z.object({ letters: z.number() }),
    });
    expect(pipe(count, long).name).toHaveLength(64);
  });

  it('hand on what the model wrote, so that a schema transforms it once', async () => {
    const day = z.object({ day: z.string().transform((text) => new Date(text)) });
    const year = defineTool({
      name: 'year',
      description: 'Year of a day',
      input: day,
      execute: ({ day: at }) => ({ text: String(at.getUTCFullYear()) }),
    });
    const wholes = [pipe(year, count), branch(() => true, year, year), fallbackTool(year, year)];
    for (const tool of wholes) {
      const { result } = await run(tool, { day: '2020-05-01' });
      expect(result.calls.last('year')?.result).toEqual({ text: '2020' });
      expect(result.calls.last(tool.name)?.status).toBe('success');
    }
  });

  it('ask once, for the whole, also where approval depends on inputs that are known', async () => {
    const write = defineTool({
      name: 'write',
      description: 'Writes',
      input: z.object({ path: z.string() }),
      approval: ({ path }) => path.startsWith('.env') && `${path} is protected`,
      execute: ({ path }) => ({ text: path }),
    });
    const two = parallel({ a: write, b: write });
    const inputs = { a: { path: '.env' }, b: { path: '.env.local' } };
    const { agent, result } = await run(two, inputs);
    expect(result.pending).toMatchObject([
      { path: [], reason: 'it uses write: .env is protected; it uses write: .env.local is protected' },
    ]);
    const done = await agent.resume(result.state, { approvals: { [result.pending[0]?.callId ?? '']: true } });
    expect(done.calls.all.map(({ status }) => status)).toEqual(['success', 'success', 'success']);

    const asked = async (tool: AnyTool, input: object) =>
      (await run(tool, input)).result.pending.map(({ name }) => name);
    expect(await asked(two, { a: { path: 'x' }, b: { path: 'y' } })).toEqual([]);
    expect(await asked(pipe(write, count), { path: '.env' })).toEqual(['write_then_count']);
    // What a part is given by another is not known before: it is asked about in its turn.
    const toEnv = defineTool({
      name: 'to_env',
      description: 'Names the file',
      input: z.object({ query: z.string() }),
      execute: () => ({ path: '.env' }),
    });
    expect(await asked(pipe(toEnv, write), { query: 'q' })).toEqual(['write']);
    const chosen = branch(
      ({ path }) => path === 'x',
      write,
      rename(requireApproval(write), { write: 'other' }),
    );
    expect(await asked(chosen, { path: 'x' })).toEqual([]);
    expect(await asked(chosen, { path: 'y' })).toEqual(['write_or_other']);
    expect(
      await asked(
        mapReduce(write, (all) => all.length),
        { items: [{ path: 'x' }, { path: '.env' }] },
      ),
    ).toEqual(['write_for_each']);
  });

  it('need approval for what is deep in them before anything runs', async () => {
    const inner = pipe({ name: 'inner', description: 'Inner' }, count, publish);
    const { result } = await run(pipe(options, search, inner), { query: 'cats' });
    expect(result.pending).toMatchObject([{ name: 'composed', reason: 'it uses inner: it uses publish' }]);
    expect(ran).toEqual([]);
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
