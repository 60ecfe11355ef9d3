import type { ProviderSubject } from '../provider/provider-subject.ts';
import { callMutants } from './provider-call-mutants.ts';
import { eventMutants } from './provider-event-mutants.ts';
import { failureMutants } from './provider-failure-mutants.ts';
import { historyMutants } from './provider-history-mutants.ts';
import { requestMutants } from './provider-request-mutants.ts';
import type { ProviderMutant } from './provider-mutant.ts';

/** Wrong providers that `testProvider` is proved by. They speak Chat Completions. */
export const providerMutants: readonly ProviderMutant[] = [
  ...eventMutants,
  ...callMutants,
  ...failureMutants,
  ...requestMutants,
  ...historyMutants,
];

/** The subject as the mutant makes it. */
export function mutate(subject: ProviderSubject, { wrap, tamper }: ProviderMutant): ProviderSubject {
  return {
    ...subject,
    ...(tamper && { tamper }),
    async create(setup) {
      const provider = await subject.create(setup);
      return wrap ? wrap(provider) : provider;
    },
  };
}
