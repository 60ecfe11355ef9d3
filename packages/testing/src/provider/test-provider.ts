import { registerCases, type RegisterOptions } from '../conformance/register-cases.ts';
import type { ProviderSubject } from './provider-subject.ts';
import { providerCases } from './provider-cases.ts';

export interface TestProviderOptions extends Omit<ProviderSubject, 'create'>, RegisterOptions {
  /** Title of the group of tests; default `Provider contract`. */
  readonly name?: string;
}

/**
 * Registers vitest tests that hold a provider to its contract, against a strict server on 127.0.0.1 that speaks `wire`.
 * `create` is called for each case. Call it once per transport. What the API does not have is skipped.
 */
export function testProvider(create: ProviderSubject['create'], options: TestProviderOptions): void {
  const { name = 'Provider contract', ...rest } = options;
  registerCases(name, providerCases, { create, ...rest }, rest);
}
