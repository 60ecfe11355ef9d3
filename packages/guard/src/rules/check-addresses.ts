import { classifyAddress, embeddedIPv4 } from '../address/classify-address.ts';
import { type Address, parseAddress } from '../address/parse-address.ts';
import type { AddressKind } from '../address/special-ranges.ts';
import { nameOf, refusal } from '../refusal.ts';
import { isSingleAddress, matchesAddress, matchesName } from './host-rule.ts';
import type { CompiledRules } from './url-rules.ts';

/** What is known of a URL before its name is looked up. */
export interface Destination {
  readonly url: URL;
  /** In lower case, without brackets and without a dot at the end. */
  readonly host: string;
  readonly port: number;
  /** The addresses that the host stands for by itself: an address, or `localhost`. */
  readonly literal?: readonly string[];
}

/**
 * The addresses that may be connected to. All or none: a name with public and other addresses is a trick or a mistake.
 * Only `localhost`, which is two addresses, is cut down to what is open. Throws code `permission`.
 */
export function checkAddresses(
  destination: Destination,
  addresses: readonly string[],
  rules: CompiledRules,
): readonly string[] {
  const closed = addresses.map((address) => ({ address, why: whyClosed(destination, address, rules) }));
  const open = closed.filter(({ why }) => why === undefined).map(({ address }) => address);
  if (open.length === addresses.length || (isLocalhost(destination.host) && open.length > 0)) return open;
  const { why = '' } = closed.find((entry) => entry.why !== undefined) ?? {};
  const { url, host, literal } = destination;
  const among = addresses.length > 1 && !literal ? `, one of its ${addresses.length} addresses` : '';
  throw refusal(
    `The host of ${nameOf(url)} may not be reached`,
    literal?.[0] === host ? `It is ${why}` : `It resolves to ${why}${among}`,
    'Use a public host; the developer can open this one with the option `allow`',
  );
}

export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** Undefined for an address that is open; otherwise what it is, in words that do not give the address away. */
function whyClosed({ host, port }: Destination, text: string, rules: CompiledRules): string | undefined {
  const address = parseAddress(text);
  if (!address) return 'something that is no address';
  if (faces(address).some((face) => rules.deny.some((rule) => matchesAddress(rule, face, port)))) {
    return 'an address on the list `deny`';
  }
  const named = rules.only?.some(
    (rule) => matchesName(rule, host, port) || matchesAddress(rule, address, port),
  );
  if (named === false) return 'an address that is not on the list `only`';
  const kind = classifyAddress(address);
  if (kind === 'public' || isAllowed(rules, { host, port, address, kind })) return undefined;
  return words[kind];
}

/** An address by all the names under which it can be reached. */
function faces(address: Address): readonly Address[] {
  const carried = embeddedIPv4(address);
  return carried ? [address, carried] : [address];
}

interface Subject {
  readonly host: string;
  readonly port: number;
  readonly address: Address;
  readonly kind: AddressKind;
}

function isAllowed({ allow }: CompiledRules, { host, port, address, kind }: Subject): boolean {
  return allow.some((rule) => {
    if (matchesAddress(rule, address, port)) return kind !== 'metadata' || isSingleAddress(rule);
    return kind !== 'metadata' && matchesName(rule, host, port);
  });
}

const words: Readonly<Record<Exclude<AddressKind, 'public'>, string>> = {
  loopback: 'an address of this machine',
  private: 'an address of a private network',
  shared: 'an address of a shared network (carrier-grade NAT)',
  'link-local': 'a link-local address',
  metadata: 'the metadata service of a cloud',
  multicast: 'a multicast address',
  unspecified: 'an address of this machine',
  transition: 'an address that carries another address',
  documentation: 'an address for documentation',
  reserved: 'a reserved address',
};
