import type { Toolset } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import { pause } from '../lib/pause.ts';
import { referenceSamples, referenceTools, referenceToolset } from '../mutants/reference-toolset.ts';
import { toolsetMutants } from '../mutants/toolset-mutants.ts';
import { testToolset } from './test-toolset.ts';
import { toolsetCases } from './toolset-cases.ts';

const stuck = (): Toolset => referenceToolset({ connect: (signal) => pause(Infinity, signal) });

testToolset(() => referenceToolset(), { name: 'a correct toolset', samples: referenceSamples, stuck });

describe('testToolset', () => {
  it('has cases of distinct names', () => {
    expect(new Set(toolsetCases.map(({ name }) => name)).size).toBe(toolsetCases.length);
  });

  it('is proved by at least 30 wrong toolsets', () => {
    expect(toolsetMutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(toolsetMutants.map(({ name }) => name)).size).toBe(toolsetMutants.length);
  });

  it('has a wrong toolset for every case', () => {
    const caught = new Set(toolsetMutants.map(({ caughtBy }) => caughtBy));
    expect(toolsetCases.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
  });

  it.each(toolsetMutants)('catches: $name', async ({ caughtBy, ...mutant }) => {
    const wanted = toolsetCases.find(({ name }) => name === caughtBy);
    expect(wanted, `there is no case "${caughtBy}"`).toBeDefined();
    await expect(wanted?.run(mutant)).rejects.toThrow();
  });

  it('skips what a toolset does not have, with the reason', async () => {
    const tools = referenceTools();
    const create = (): Toolset => ({ list: () => [...tools] });
    const outcomes = await Promise.all(toolsetCases.map(({ run }) => run({ create })));
    expect(new Set(outcomes.flatMap((outcome) => (outcome ? [outcome.skipped] : [])))).toEqual(
      new Set([
        'no id',
        'no [Symbol.asyncDispose]()',
        'no samples in the options',
        'no stuck in the options',
      ]),
    );
  });
});
