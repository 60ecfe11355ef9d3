import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, type JsonObject, type RunState } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

/** Files that are read before a tool works and written after, so that calls which overlap lose what the other does. */
class Disk {
  readonly files = new Map<string, string>([
    ['a', 'first'],
    ['a/b', 'second'],
  ]);
  readonly log: string[] = [];

  static path(written: string): string {
    return written
      .toLowerCase()
      .split('/')
      .filter((step) => step !== '' && step !== '.')
      .join('/');
  }

  inside(path: string): string[] {
    return [...this.files.keys()].filter((file) => file === path || file.startsWith(`${path}/`));
  }
}

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) await Promise.resolve();
}

const n = z.number().default(0);
const readOnly = { annotations: { readOnlyHint: true } };

function toolsOf(disk: Disk): AnyTool[] {
  const { files, log } = disk;
  const during = async (name: string, count: number): Promise<void> => {
    log.push(`${name} starts`);
    await ticks(count);
    log.push(`${name} ends`);
  };
  return [
    defineTool({
      name: 'append',
      description: 'Adds to a file',
      input: z.object({ path: z.string(), text: z.string(), n }),
      effects: 'infer',
      execute: async (input) => {
        const path = Disk.path(input.path);
        const before = files.get(path) ?? '';
        await during('append', input.n);
        files.set(path, before + input.text);
        return before;
      },
    }),
    defineTool({
      name: 'read',
      description: 'Reads a file',
      input: z.object({ file_name: z.string(), n }),
      effects: 'infer',
      metadata: readOnly,
      execute: async (input) => {
        await during('read', input.n);
        return files.get(Disk.path(input.file_name)) ?? null;
      },
    }),
    defineTool({
      name: 'copy',
      description: 'Copies a file',
      input: z.object({ options: z.object({ source: z.string(), destPath: z.string() }), n }),
      effects: 'infer',
      execute: async ({ options, n: count }) => {
        const text = files.get(Disk.path(options.source)) ?? '';
        await during('copy', count);
        files.set(Disk.path(options.destPath), text);
        return text;
      },
    }),
    defineTool({
      name: 'remove',
      description: 'Removes a file or folder',
      input: z.object({ targets: z.array(z.string()).max(2), n }),
      effects: 'infer',
      execute: async ({ targets, n: count }) => {
        const gone = targets.flatMap((path) => disk.inside(Disk.path(path)));
        await during('remove', count);
        for (const file of gone) files.delete(file);
        return gone.toSorted();
      },
    }),
    defineTool({
      name: 'list',
      description: 'Lists everything',
      input: z.object({ n }),
      effects: 'infer',
      metadata: readOnly,
      execute: async (input) => {
        await during('list', input.n);
        return [...files].map(String).toSorted();
      },
    }),
  ];
}

interface Call {
  readonly name: string;
  readonly input: JsonObject;
}

async function play(
  calls: readonly Call[],
  toolExecution: 'parallel' | 'sequential',
): Promise<{ results: unknown; files: string[]; log: string[] }> {
  const disk = new Disk();
  const provider = scriptedProvider([{ calls: calls.map((call) => ({ ...call })) }, 'done']);
  const agent = new Agent({ provider, model: 'm', tools: toolsOf(disk), toolExecution });
  const result = await agent.run('go');
  const results = result.calls.all.map(({ status, result: value }) => [status, value]);
  return { results, files: [...disk.files].map(String).toSorted(), log: disk.log };
}

const path = fc.constantFrom('a', '/a', 'a/b', './A/b/', 'a//b', 'a/b/c', 'x', 'y/z');
const wait = fc.nat({ max: 9 });
const anyCall: fc.Arbitrary<Call> = fc.oneof(
  fc.record({
    name: fc.constant('append'),
    input: fc.record({ path, text: fc.constantFrom('1', '2'), n: wait }),
  }),
  fc.record({ name: fc.constant('read'), input: fc.record({ file_name: path, n: wait }) }),
  fc.record({
    name: fc.constant('copy'),
    input: fc.record({ options: fc.record({ source: path, destPath: path }), n: wait }),
  }),
  fc.record({
    name: fc.constant('remove'),
    input: fc.record({ targets: fc.array(path, { maxLength: 2 }), n: wait }),
  }),
  fc.record({ name: fc.constant('list'), input: fc.record({ n: wait }) }),
);

describe("effects: 'infer'", () => {
  it('any batch ends as if its calls had run one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { minLength: 2, maxLength: 6 }), async (calls) => {
        const { log: _, ...parallel } = await play(calls, 'parallel');
        const { log: __, ...serial } = await play(calls, 'sequential');
        expect(parallel).toEqual(serial);
      }),
      { numRuns: 150 },
    );
  });

  it('lets calls overlap that touch different things, and those that only read', async () => {
    const append = (to: string): Call => ({ name: 'append', input: { path: to, text: '1', n: 5 } });
    const starts = async (...calls: Call[]): Promise<string[]> =>
      (await play(calls, 'parallel')).log.slice(0, 2);
    expect(await starts(append('a/b'), append('a/c'))).toEqual(['append starts', 'append starts']);
    expect(await starts(append('a/b'), append('A//b'))).toEqual(['append starts', 'append ends']);
    const list: Call = { name: 'list', input: { n: 5 } };
    const read: Call = { name: 'read', input: { file_name: 'a', n: 5 } };
    expect(await starts(list, list)).toEqual(['list starts', 'list starts']);
    expect(await starts(read, read)).toEqual(['read starts', 'read starts']);
    expect(await starts(list, append('q'))).toEqual(['list starts', 'list ends']);
  });

  it('runs a call alone of which nothing can be told', async () => {
    const log: string[] = [];
    const tool = (name: string, effects?: 'infer'): AnyTool =>
      defineTool({
        name,
        description: 'Takes a while',
        input: z.object({ subject: z.string().optional(), valid: z.boolean().optional() }),
        ...(effects && { effects }),
        execute: async () => {
          log.push(`${name} starts`);
          await ticks(5);
          log.push(`${name} ends`);
        },
      });
    const calls = [{ name: 'mail', input: { subject: 'x', valid: true } }, { name: 'plain' }];
    const provider = scriptedProvider([{ calls }, 'done']);
    await new Agent({ provider, model: 'm', tools: [tool('mail', 'infer'), tool('plain')] }).run('go');
    expect(log.slice(0, 2)).toEqual(['mail starts', 'mail ends']);
  });

  it.each([
    [{ idempotentHint: true }, 'success'],
    [{ readOnlyHint: true }, 'success'],
    [{ readOnlyHint: true, destructiveHint: true }, 'interrupted'],
    [{}, 'interrupted'],
  ])('a call that a crash cut off, annotated %j, comes to %s', async (annotations, status) => {
    const get = defineTool({
      name: 'get',
      description: 'Gets',
      input: z.object({ url: z.url() }),
      effects: 'infer',
      metadata: { annotations },
      execute: ({ url }) => url,
    });
    const provider = scriptedProvider([
      { calls: [{ name: 'get', input: { url: 'https://a.example' } }] },
      'done',
      'done',
    ]);
    const agent = new Agent({ provider, model: 'm', tools: [get] });
    const result = await agent.run('go');
    const calls = result.state.calls.map((call) => ({
      callId: call.callId,
      name: call.name,
      turn: call.turn,
      ...(call.input && { input: call.input }),
      attempts: 1,
      phase: 'running' as const,
    }));
    const crashed: RunState = {
      ...result.state,
      status: 'running',
      calls,
      messages: result.state.messages.slice(0, 2),
      turn: 1,
      answered: 1,
    };
    const resumed = await agent.resume(JSON.parse(JSON.stringify(crashed)) as RunState);
    expect(resumed.calls.last('get')?.status).toBe(status);
  });
});
