import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { withDeadline } from '@pegboard/core/provider';
import { failure, nameOf } from '../refusal.ts';
import { checkAddresses, type Destination } from '../rules/check-addresses.ts';
import type { GuardSettings, Lookup } from './guard-options.ts';

/** The addresses of a host, every one checked. A name is looked up once: the connection is made to these and no others. */
export async function resolveHost(
  destination: Destination,
  { rules, lookup = bySystem }: GuardSettings,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const { host, literal } = destination;
  const found = literal ?? (await find(destination, () => lookup(host, { signal }), signal));
  const open = checkAddresses(destination, found, rules);
  return open.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}

async function find(
  { url }: Destination,
  lookup: () => ReturnType<Lookup>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let cause: unknown;
  try {
    const found = await withDeadline(lookup, { ms: false, signal });
    if (Array.isArray(found) && found.length > 0 && found.every((address) => typeof address === 'string')) {
      return found;
    }
  } catch (error) {
    signal.throwIfAborted();
    cause = error;
  }
  throw failure('network', {
    what: `The host of ${nameOf(url)} was not found`,
    evidence: `No address is known for it${codeOf(cause)}`,
    fix: 'Check the name',
    cause,
  });
}

const bySystem: Lookup = async (host) =>
  (await systemLookup(host, { all: true })).map(({ address }) => address);

function codeOf(cause: unknown): string {
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? ` (${code})` : '';
}
