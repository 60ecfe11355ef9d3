import { describe, it } from 'vitest';
import type { ConformanceCase } from './conformance-case.ts';

export interface RegisterOptions {
  /** Milliseconds for one case; default 20,000. */
  readonly timeoutMs?: number;
  /** Cases left out on purpose, by name, with the reason. A name that no case has fails. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** Registers one vitest test per case under `title`. */
export function registerCases<Subject>(
  title: string,
  cases: readonly ConformanceCase<Subject>[],
  subject: Subject,
  { timeoutMs = 20_000, skip = {} }: RegisterOptions = {},
): void {
  describe(title, () => {
    for (const { name, run } of cases) {
      it(name, { timeout: timeoutMs }, async ({ skip: skipTest }) => {
        if (Object.hasOwn(skip, name)) skipTest(skip[name]);
        const outcome = await run(subject);
        if (outcome) skipTest(outcome.skipped);
      });
    }
    const known = new Set(cases.map(({ name }) => name));
    for (const name of Object.keys(skip).filter((entry) => !known.has(entry))) {
      it(`knows the case to skip: ${name}`, () => {
        throw new TypeError(`There is no case of this name. Correct or remove the entry "${name}" of skip.`);
      });
    }
  });
}
