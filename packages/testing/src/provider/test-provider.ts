import type { Awaitable, Provider } from '@pegboard/core';
import { registerCases, type RegisterOptions } from '../conformance/register-cases.ts';
import { offlineCases } from './offline-cases.ts';
import { providerCases } from './provider-cases.ts';
import type { OfflineSubject, ProviderSubject } from './provider-subject.ts';

export interface TestProviderOptions extends Omit<ProviderSubject, 'create'>, RegisterOptions {
  /** Title of the group of tests; default `Provider contract`. */
  readonly name?: string;
}

export interface TestOfflineProviderOptions extends Omit<OfflineSubject, 'create'>, RegisterOptions {
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

/** Registers the part of the tests that needs no host: for a provider that answers by itself and always alike. */
export function testOfflineProvider(
  create: () => Awaitable<Provider>,
  options: TestOfflineProviderOptions = {},
): void {
  const { name = 'Provider contract, offline', ...rest } = options;
  registerCases(name, offlineCases, { create, ...rest }, rest);
}
