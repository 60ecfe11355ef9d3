import ipaddr from 'ipaddr.js';
import { type Address, type AddressRange, isInRange, parseAddress, parseRange } from './parse-address.ts';
import { type AddressKind, globalUnicast, nat64, specialRanges } from './special-ranges.ts';

interface Tables {
  readonly special: readonly (readonly [AddressKind, readonly AddressRange[]])[];
  readonly global: AddressRange;
  readonly nat64: AddressRange;
}

let read: Tables | undefined;

/** Read with the first address: at the start of a program it would be a noticeable part of what this package takes. */
function tables(): Tables {
  read ??= {
    special: specialRanges.map(([kind, ranges]) => [kind, ranges.map(rangeOf)] as const),
    global: rangeOf(globalUnicast),
    nat64: rangeOf(nat64),
  };
  return read;
}

function rangeOf(text: string): AddressRange {
  return parseRange(text) as AddressRange; // the tables hold nothing but ranges
}

/** What an address is for, by the registries of IANA and the list of ipaddr.js; where they differ, the stricter counts. */
export function classifyAddress(address: Address): AddressKind {
  const carried = embeddedIPv4(address);
  if (carried) return classifyAddress(carried);
  const special = tables().special.find(([, ranges]) => ranges.some((range) => isInRange(address, range)));
  if (special) return special[0];
  if (address.range() !== 'unicast') return 'reserved';
  if (address.kind() === 'ipv4') return 'public';
  if (isIsatap(address)) return 'transition';
  return isInRange(address, tables().global) ? 'public' : 'reserved';
}

/** The IPv4 address that NAT64 puts in the last four bytes. */
export function embeddedIPv4(address: Address): Address | undefined {
  return isInRange(address, tables().nat64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : undefined;
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
