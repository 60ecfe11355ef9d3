import type { AnyTool } from '@pegboard/core';
import { isTool } from '@pegboard/core/tools';
import { check } from '../../conformance/check.ts';
import { toolsetCase } from '../toolset-case.ts';

export const listingCases = [
  toolsetCase('a list is an array of tools', async ({ listed }) => {
    const tools: unknown = await listed();
    check(Array.isArray(tools), 'list should give an array');
    for (const tool of tools) check(isTool(tool), 'everything listed should be made by defineTool');
  }),
  toolsetCase('tools cannot be changed', async ({ listed }) => {
    for (const tool of await listed()) {
      check(Object.isFrozen(tool), `"${tool.name}" should be frozen, as defineTool leaves it`);
    }
  }),
  toolsetCase('two lists of one run give the same objects', async ({ toolset, newRun, inTime }) => {
    const ctx = newRun();
    await inTime('open', toolset.open?.(ctx));
    const first = await inTime('list', toolset.list(ctx));
    const second = await inTime('the second list', toolset.list({ ...ctx, turn: 2 }));
    checkSameTools(second, first, 'the second list');
  }),
  toolsetCase('lists of two runs give the same objects', async ({ listed }) => {
    checkSameTools(await listed(), await listed(), 'the list of the second run');
  }),
  toolsetCase('lists at the same time give the same objects', async ({ toolset, newRun, inTime }) => {
    const ctx = newRun();
    await inTime('open', toolset.open?.(ctx));
    const lists = await inTime(
      'lists',
      Promise.all(Array.from({ length: 8 }, async () => toolset.list(ctx))),
    );
    for (const list of lists) checkSameTools(list, lists[0] ?? [], 'every list');
  }),
  toolsetCase('runs that begin at the same time list the same objects', async ({ listed }) => {
    const lists = await Promise.all(Array.from({ length: 8 }, () => listed()));
    for (const list of lists) checkSameTools(list, lists[0] ?? [], 'the list of every run');
  }),
  toolsetCase('changing an array that was listed changes nothing', async ({ listed }) => {
    const first = await listed();
    const before = [...first];
    try {
      // Untyped code can do it. A frozen array is fine too: then the change is refused.
      (first as AnyTool[]).length = 0;
    } catch {
      // Refusing is right as well.
    }
    checkSameTools(await listed(), before, 'the next list');
  }),
  toolsetCase('its id is text and stays the same', async ({ toolset, listed }) => {
    const { id } = toolset;
    if (id === undefined) return { skipped: 'no id' };
    check(typeof id === 'string' && id.trim() !== '', 'the id should say something');
    await listed();
    check(toolset.id === id, `the id should stay "${id}", it became "${toolset.id}"`);
  }),
];

const names = (tools: readonly AnyTool[]): string => tools.map(({ name }) => name).join(', ');

function checkSameTools(actual: readonly AnyTool[], expected: readonly AnyTool[], what: string): void {
  check(
    names(actual) === names(expected),
    `${what} should hold ${names(expected)}; it holds ${names(actual)}`,
  );
  const other = actual.find((tool, index) => tool !== expected[index]);
  check(!other, `${what} should hold the same objects; "${other?.name}" is another`);
}
