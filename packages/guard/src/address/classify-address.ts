import ipaddr from 'ipaddr.js';
import { type Address, type AddressRange, isInRange, parseAddress, parseRange } from './parse-address.ts';
import { type AddressKind, globalUnicast, nat64, specialRanges } from './special-ranges.ts';

const table = specialRanges.map(([kind, ranges]) => [kind, ranges.map(rangeOf)] as const);
const globalRange = rangeOf(globalUnicast);
const nat64Range = rangeOf(nat64);

function rangeOf(text: string): AddressRange {
  return parseRange(text) as AddressRange; // the tables hold nothing but ranges
}

/** What an address is for, by the registries of IANA and the list of ipaddr.js; where they differ, the stricter counts. */
export function classifyAddress(address: Address): AddressKind {
  const carried = embeddedIPv4(address);
  if (carried) return classifyAddress(carried);
  const special = table.find(([, ranges]) => ranges.some((range) => isInRange(address, range)));
  if (special) return special[0];
  if (address.range() !== 'unicast') return 'reserved';
  if (address.kind() === 'ipv4') return 'public';
  if (isIsatap(address)) return 'transition';
  return isInRange(address, globalRange) ? 'public' : 'reserved';
}

/** The IPv4 address that NAT64 puts in the last four bytes. */
export function embeddedIPv4(address: Address): Address | undefined {
  return isInRange(address, nat64Range) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : undefined;
}

/** Interface identifiers 0:5efe:a.b.c.d and 200:5efe:a.b.c.d lead to an IPv4 address under any prefix (RFC 5214, section 6.1). */
function isIsatap(address: Address): boolean {
  const [high = 0, low = 0, second = 0, third = 0] = address.toByteArray().slice(8);
  return (high & 0xfd) === 0 && low === 0 && second === 0x5e && third === 0xfe;
}

/**
 * Whether an IP address is one that everybody on the Internet reaches. False for what is no address, for IPv4 in another notation than
 * four decimal numbers, and for an IPv6 address with a zone.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && classifyAddress(parsed) === 'public';
}
