import type { Memory } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import { memoryMutants } from '../mutants/memory-mutants.ts';
import { referenceMemory } from '../mutants/reference-memory.ts';
import { memoryCases } from './memory-cases.ts';
import { testMemory } from './test-memory.ts';

function barest(): Memory {
  const memory = referenceMemory();
  return {
    load: (...args) => memory.load(...args),
    append: (...args) => memory.append(...args),
  };
}

testMemory(() => referenceMemory(), { name: 'a correct memory', reopen: (memory) => memory });

describe('testMemory', () => {
  it('has cases of distinct names', () => {
    expect(new Set(memoryCases.map(({ name }) => name)).size).toBe(memoryCases.length);
  });

  it('is proved by at least 30 wrong memories', () => {
    expect(memoryMutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(memoryMutants.map(({ name }) => name)).size).toBe(memoryMutants.length);
  });

  it.each(memoryMutants)('catches: $name', async ({ caughtBy, ...mutant }) => {
    const wanted = memoryCases.find(({ name }) => name === caughtBy);
    expect(wanted, `there is no case "${caughtBy}"`).toBeDefined();
    await expect(wanted?.run({ ...mutant })).rejects.toThrow();
  });

  it('skips what a memory does not have, with the reason', async () => {
    const outcomes = await Promise.all(
      memoryCases.map(async ({ name, run }) => ({ name, outcome: await run({ create: barest }) })),
    );
    const left = outcomes.filter(({ outcome }) => outcome).map(({ outcome }) => outcome?.skipped);
    expect(new Set(left)).toEqual(
      new Set([
        'no reopen in the options',
        'no clear()',
        'no fork()',
        'no search()',
        'no search() with clear()',
      ]),
    );
  });
});
