import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

const keys = fc.subarray(['a', 'b', 'c']);
const work = fc.record({
  reads: keys,
  writes: fc.oneof(fc.constant([]), keys),
  /** How many turns of the microtask queue it takes. */
  ticks: fc.nat({ max: 6 }),
  /** By which tool: one that says what it touches, one that runs alone, one that cannot tell. */
  how: fc.constantFrom('said', 'said', 'said', 'alone', 'untold'),
});
type Work = typeof work extends fc.Arbitrary<infer W> ? W : never;

const input = z.object({
  id: z.number(),
  reads: z.array(z.string()),
  writes: z.array(z.string()),
  ticks: z.number(),
});

/** Cells that are read when a call begins and written when it ends: calls that overlap lose what the other does. */
function world() {
  const cells = new Map<string, string>();
  const running = { now: 0, most: 0 };
  const execute = async ({ id, reads, writes, ticks }: z.infer<typeof input>): Promise<string> => {
    running.most = Math.max(running.most, ++running.now);
    const seen = [...reads, ...writes].map((key) => cells.get(key) ?? '').join('|');
    for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
    for (const key of writes) cells.set(key, `${cells.get(key) ?? ''}(${seen})${id}`);
    running.now--;
    return seen;
  };
  const base = { description: 'Works on cells', input, execute };
  const tools: readonly AnyTool[] = [
    defineTool({ ...base, name: 'said', effects: ({ reads, writes }) => ({ reads, writes }) }),
    defineTool({ ...base, name: 'alone', concurrency: 'barrier' }),
    defineTool({
      ...base,
      name: 'untold',
      effects: () => {
        throw new TypeError('nobody knows');
      },
    }),
  ];
  return { cells, running, tools };
}

async function play(batch: readonly Work[], cap: number, by: 'the model' | 'a tool') {
  const { cells, running, tools } = world();
  const calls = batch.map(({ how, ...rest }, id) => ({ name: how, input: { id, ...rest } }));
  const all = defineTool({
    name: 'all',
    description: 'Makes all calls at once',
    input: z.object({}),
    execute: (_, { call }) => Promise.all(calls.map(({ name, input: given }) => call(name, given))),
  });
  const turn = by === 'a tool' ? [{ name: 'all' }] : calls;
  const agent = new Agent({
    provider: scriptedProvider([{ calls: turn }, 'Done.']),
    model: 'm',
    tools: [...tools, all],
    toolConcurrency: cap,
  });
  const result = await agent.run('Go');
  const values = result.calls.all.filter(({ name }) => name !== 'all').map((call) => call.result);
  return { cells: Object.fromEntries(cells), values, most: running.most, status: result.status };
}

it.each(['the model', 'a tool'] as const)(
  'calls of %s come to what they come to one by one, whatever they touch and however long they take',
  { timeout: 120_000 },
  async (by) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(work, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 5 }),
        async (batch, cap) => {
          const serial = await play(batch, 1, 'the model');
          const { most, ...side } = await play(batch, cap, by);
          expect(side).toEqual({ ...side, cells: serial.cells, values: serial.values, status: 'done' });
          expect(serial.most).toBe(1);
          expect(most).toBeLessThanOrEqual(cap);
        },
      ),
      { numRuns: 150 },
    );
  },
);

it.each(['the model', 'a tool'] as const)('independent calls of %s really overlap', async (by) => {
  const free: Work = { how: 'said', reads: ['a'], writes: [], ticks: 5 };
  expect((await play([free, free, free, free], 3, by)).most).toBe(3);
});
