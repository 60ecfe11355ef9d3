import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, type PrepareContext, type Toolset } from '@pegboard/core';
import {
  bind,
  filter,
  isTool,
  merge,
  prefix,
  prepared,
  rename,
  tag,
  withOptions,
} from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import { anyContext, makeTool, namesOf, toolsetOf } from './toolset.test-util.ts';

const files = (): readonly AnyTool[] => [
  makeTool('read', { tags: ['net'] }),
  makeTool('write', { tags: ['net', 'destructive'] }),
  makeTool('delete', { tags: ['destructive'] }),
];
const listed = async (toolset: Toolset, ctx: PrepareContext = anyContext()): Promise<readonly AnyTool[]> =>
  toolset.list(ctx);

describe('what goes in comes out', () => {
  it('a tool for a tool', () => {
    const tool = prefix(makeTool('read'), 'fs');
    expect(isTool(tool)).toBe(true);
    expect(tool.name).toBe('fs_read');
  });

  it('a list for a list of tools', () => {
    expect(namesOf(prefix(files(), 'fs'))).toEqual(['fs_read', 'fs_write', 'fs_delete']);
  });

  it('a toolset where a toolset is in the list', async () => {
    const toolset = prefix([makeTool('clock'), toolsetOf('files', files())], 'my');
    expect(namesOf(await listed(toolset))).toEqual(['my_clock', 'my_read', 'my_write', 'my_delete']);
    expect(toolset.id).toBe('prefix(clock, files)');
  });

  it('anything else is refused, with what was found', () => {
    expect(() => prefix([makeTool('a'), {}] as never, 'x')).toThrow(
      /prefix\(\) takes a tool, a toolset.*found object/,
    );
    expect(() => tag(null as never, 'x')).toThrow(/found null/);
    expect(() => tag(undefined as never, 'x')).toThrow(/found undefined/);
  });
});

describe('derived tools', () => {
  it('are the same objects for as long as the source tool is', async () => {
    const tools = [...files()];
    const toolset = tag(prefix({ list: () => tools }, 'fs'), 'mine');
    const before = await listed(toolset);
    expect(await listed(toolset)).toEqual(before);
    (await listed(toolset)).forEach((tool, index) => expect(tool).toBe(before[index]));
    tools[1] = makeTool('write');
    const after = await listed(toolset);
    expect(after.map((tool, index) => tool === before[index])).toEqual([true, false, true]);
  });

  it('are frozen, branded and keep all else of the tool', () => {
    const source = defineTool({
      name: 'pay',
      description: 'Pays',
      input: z.object({ amount: z.number() }),
      output: z.object({ done: z.boolean() }),
      approval: ({ amount }) => amount > 10,
      effects: { writes: ['account'], idempotent: true },
      retry: { attempts: 2 },
      check: () => undefined,
      timeoutMs: 5,
      maxCalls: 3,
      version: '1.2.3',
      trust: 'untrusted',
      metadata: { owner: 'bank' },
      execute: () => ({ done: true }),
    });
    const renamed = rename(source, { pay: 'send_money' });
    expect(Object.isFrozen(renamed)).toBe(true);
    expect(isTool(renamed)).toBe(true);
    const { '~aliases': _, ...same } = renamed as typeof renamed & { '~aliases': unknown };
    expect({ ...same, name: 'pay' }).toEqual({ ...source });
  });

  it('with a name that providers refuse are refused', async () => {
    expect(() => prefix(makeTool('read'), 'x'.repeat(64))).toThrow(/1 to 64 letters/);
    expect(() => rename(makeTool('read'), { read: 'a b' })).toThrow(/try "a_b"/);
    await expect(listed(prefix(toolsetOf('files', files()), '1'))).rejects.toMatchObject({
      code: 'invalid-tool',
    });
  });
});

describe('filter', () => {
  it.each([
    [['read', 'delete'], 'read delete'],
    [['delete', 'read'], 'read delete'],
    ['*e', 'write delete'],
    ['#net', 'read write'],
    [['#net', '!#destructive'], 'read'],
    ['!#dest*', 'read'],
    [['!write'], 'read delete'],
    ['!nothing_*', 'read write delete'],
    ['!#no-such-tag', 'read write delete'],
    [[(tool: AnyTool) => tool.name.length > 4], 'write delete'],
    [['*', (): boolean => false], 'read write delete'],
    [[], ''],
  ])('%j leaves %s', async (selection, left) => {
    expect(namesOf(filter(files(), selection)).join(' ')).toBe(left);
    expect(namesOf(await listed(filter(toolsetOf('files', files()), selection))).join(' ')).toBe(left);
  });

  it('leaves the tools themselves', () => {
    const tools = files();
    expect(filter(tools, ['write', tools[0] as AnyTool])).toEqual([tools[0], tools[1]]);
    expect(filter(tools, 'write')[0]).toBe(tools[1]);
  });

  it.each([
    ['raed', /No tool matches "raed".*Did you mean "read"/],
    ['#nett', /No tool matches "#nett".*#net.*Did you mean "#net"/],
    ['x_*', /No tool matches/],
    ['!wirte', /No tool matches "wirte"/],
    [makeTool('read'), /"read" is not among the tools/],
  ])('%s is refused', async (selection, message) => {
    expect(() => filter(files(), selection)).toThrow(message);
    await expect(listed(filter(toolsetOf('files', files()), selection))).rejects.toThrow(message);
  });
});

describe('rename', () => {
  it('may swap names', () => {
    expect(namesOf(rename(files(), { read: 'write', write: 'read' }))).toEqual(['write', 'read', 'delete']);
  });

  it('refuses unknown old names and taken new ones', async () => {
    expect(() => rename(files(), { raed: 'x' })).toThrow(/knows no tool "raed".*Did you mean "read"/);
    expect(() => rename(files(), { toString: 'x' })).toThrow(/knows no tool "toString"/);
    expect(() => rename(files(), { read: 'write' })).toThrow(/Two tools are named "write"/);
    await expect(listed(rename(toolsetOf('files', files()), { read: 'write' }))).rejects.toThrow(
      /Two tools are named "write".*both are of toolset "rename\(files\)"/,
    );
  });
});

describe('merge', () => {
  it('names both owners of a clash', async () => {
    const merged = merge(toolsetOf('files', files()), toolsetOf('mail', [makeTool('read')]));
    await expect(listed(merged)).rejects.toThrow(
      /Two tools are named "read".*one is of toolset "files", the other of toolset "mail"/,
    );
    await expect(listed(merged)).rejects.toMatchObject({ name: 'ConfigError', code: 'duplicate-name' });
    const derived = merge(prefix(toolsetOf('files', files()), 'a'), [makeTool('a_read')]);
    await expect(listed(derived)).rejects.toThrow(
      /toolset "prefix\(files\)", the other of the list of tools/,
    );
    expect(() => merge(files(), makeTool('read'))).toThrow(/both are of the list of tools/);
  });

  it('takes the same tool twice once', () => {
    const tools = files();
    expect(merge(tools, tools[0] as AnyTool)).toEqual(tools);
  });

  it('makes a list of lists, and a toolset where one is among them', async () => {
    expect(namesOf(merge([makeTool('a')], makeTool('b')))).toEqual(['a', 'b']);
    const toolset = merge(makeTool('a'), toolsetOf('t', [makeTool('b')]), [makeTool('c')]);
    expect(namesOf(await listed(toolset))).toEqual(['a', 'b', 'c']);
    expect(toolset.id).toBe('merge(a, t, c)');
  });

  it('says which toolset holds something that is no tool, or lists none', async () => {
    await expect(listed(merge(toolsetOf('odd', [{ name: 'x' } as never])))).rejects.toThrow(
      /Toolset "odd" holds something that is no tool/,
    );
    await expect(listed(merge({ id: 'odd', list: () => undefined as never }))).rejects.toThrow(
      /The list of toolset "odd" is no array/,
    );
  });
});

describe('tag and withOptions', () => {
  it('add tags once', () => {
    expect(tag(makeTool('a', { tags: ['x'] }), 'y', 'x').tags).toEqual(['x', 'y']);
  });

  it('options take the place of the tool\u2019s own', () => {
    const [tool] = withOptions([makeTool('a', { timeoutMs: 1, maxCalls: 2 })], {
      timeoutMs: 9,
      trust: 'untrusted',
    });
    expect(tool).toMatchObject({ timeoutMs: 9, maxCalls: 2, trust: 'untrusted' });
    expect(() => withOptions(makeTool('a'), { timeoutMs: -1 })).toThrow(/at least 0/);
    expect(() => withOptions(makeTool('a'), { retry: { attempts: 2 } })).toThrow(/idempotent/);
  });
});

describe('prepared', () => {
  const requestsOf = async (tools: readonly (AnyTool | Toolset)[]): Promise<unknown> => {
    const provider = scriptedProvider(['done']);
    await new Agent({ provider, model: 'm', tools }).run('Hi');
    return provider.requests[0]?.tools.map(({ name, description }) => `${name}: ${description}`);
  };

  it('tells the model otherwise, or nothing, of each tool', async () => {
    const toolset = prepared(toolsetOf('files', files()), (spec) =>
      spec.name === 'delete' ? undefined : { ...spec, description: `Careful: ${spec.name}` },
    );
    expect(await requestsOf([toolset])).toEqual(['read: Careful: read', 'write: Careful: write']);
  });

  it('is asked after the tool itself and sees the names of its place', async () => {
    const seen: string[] = [];
    const tool = makeTool('read', {
      prepare: (spec) => {
        seen.push(`tool ${spec.name}`);
        return { ...spec, description: 'own' };
      },
    });
    const inner = prepared([tool], (spec) => {
      seen.push(`inner ${spec.name} ${spec.description}`);
      return spec;
    });
    const outer = prepared(prefix(inner, 'fs'), (spec) => {
      seen.push(`outer ${spec.name}`);
      return { ...spec, name: 'ignored' };
    });
    expect(await requestsOf(outer)).toEqual(['fs_read: own']);
    expect(seen).toEqual(['tool read', 'inner read own', 'outer fs_read']);
  });

  it('is not asked for what the tool hides itself', async () => {
    const hidden = makeTool('hidden', { prepare: () => undefined });
    const asked = prepared(hidden, () => expect.unreachable());
    expect(await requestsOf([asked])).toEqual([]);
    expect(await requestsOf([prefix(hidden, 'x')])).toEqual([]);
  });
});

it.each<[string, () => unknown, RegExp]>([
  ['prefix() without a text', () => prefix([], undefined as never), /needs the text.*got nothing/],
  [
    'withOptions() with a slip',
    () => withOptions([], { timeoutMS: 5 } as never),
    /no option "timeoutMS".*Did you mean "timeoutMs"/,
  ],
  ['bind() of a toolset', () => bind({ list: () => [] } as never, {}), /takes one tool/],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
  expect(make).toThrow(expect.objectContaining({ name: 'ConfigError' }) as Error);
});
