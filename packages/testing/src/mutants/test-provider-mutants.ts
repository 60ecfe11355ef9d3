import { describe, expect, it } from 'vitest';
import type { Skipped } from '../conformance/conformance-case.ts';
import { providerCases } from '../provider/provider-cases.ts';
import type { ProviderSubject } from '../provider/provider-subject.ts';
import type { ProviderMutant } from './provider-mutant.ts';
import { mutate, providerMutants } from './provider-mutants.ts';

/** How many wrong providers the suite must catch on each wire. */
const least = 60;

type Outcome = Skipped | undefined | void;

/**
 * Registers one test for each wrong provider: the correct one passes the case that is named, the wrong one does not. A provider that
 * cannot be wrong in that way on this wire is skipped, with the reason.
 */
export function testProviderMutants(name: string, correct: ProviderSubject): void {
  const mutants = providerMutants(correct.wire);
  const passes = passing(correct);
  describe(name, () => {
    it(`is proved by at least ${least} wrong providers of distinct names`, async () => {
      expect(new Set(mutants.map((mutant) => mutant.name)).size).toBe(mutants.length);
      expect(new Set(providerCases.map((wanted) => wanted.name)).size).toBe(providerCases.length);
      const applied = mutants.filter(({ skip }) => !skip?.(correct.wire));
      let possible = 0;
      // One after the other: cases that measure time must not disturb each other.
      for (const { caughtBy } of applied) if (!(await passes(caughtBy))) possible++;
      expect(possible).toBeGreaterThanOrEqual(least);
    }, 60_000);

    it.concurrent.for(mutants)(
      'catches a provider that $name',
      { timeout: 60_000 },
      async (mutant, { skip }) => {
        const reason = mutant.skip?.(correct.wire) ?? (await passes(mutant.caughtBy))?.skipped;
        if (reason !== undefined) return skip(reason);
        await expect(caseOf(mutant).run(mutate(correct, mutant))).rejects.toThrow();
      },
    );
  });
}

/** What the correct provider makes of a case, asked once. */
function passing(correct: ProviderSubject): (name: string) => Promise<Outcome> {
  const known = new Map<string, Promise<Outcome>>();
  return (name) => {
    const outcome = known.get(name) ?? caseOf({ caughtBy: name }).run(correct);
    known.set(name, outcome);
    return outcome;
  };
}

function caseOf({ caughtBy }: Pick<ProviderMutant, 'caughtBy'>): (typeof providerCases)[number] {
  const found = providerCases.find(({ name }) => name === caughtBy);
  if (!found) throw new TypeError(`There is no case "${caughtBy}". Correct caughtBy.`);
  return found;
}
