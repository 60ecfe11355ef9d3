import type { ConformanceCase, Skipped } from '../conformance/conformance-case.ts';
import { type ProviderBench, openBench } from './provider-bench.ts';
import type { ProviderSubject } from './provider-subject.ts';

export type ProviderCase = ConformanceCase<ProviderSubject>;

type Body = (bench: ProviderBench) => Promise<Skipped | undefined | void>;

/** A case with a server and a provider of its own. */
export function providerCase(name: string, body: Body): ProviderCase {
  return {
    name,
    async run(subject) {
      await using bench = await openBench(subject);
      const outcome = await body(bench);
      bench.checkServer();
      return outcome;
    },
  };
}
