import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** An address and the length of a prefix in bits. */
export type AddressRange = readonly [Address, number];

const canonicalIPv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/**
 * An address, or undefined for what is none. IPv4 in four decimal numbers only: other notations mean different addresses to different
 * readers. IPv6 in any notation but without a zone. An IPv4 address in IPv6 clothes (`::ffff:0:0/96`) is given as IPv4.
 */
export function parseAddress(text: string): Address | undefined {
  if (canonicalIPv4.test(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(':') || !/^[\da-f:.]+$/i.test(text)) return undefined;
  // ipaddr.js takes ::1.2.3.4 for ::ffff:1.2.3.4; the URL parser writes all in hexadecimal first.
  const host = URL.parse(`http://[${text}]/`)?.hostname;
  if (host === undefined) return undefined;
  const address = ipaddr.IPv6.parse(host.slice(1, -1));
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** `address/bits`, or a single address; undefined for what is none, or has bits set behind the prefix. */
export function parseRange(text: string): AddressRange | undefined {
  const [, base = text, length] = /^(.*)\/(\d{1,3})$/.exec(text) ?? [];
  const address = parseAddress(base);
  if (!address) return undefined;
  const all = address.kind() === 'ipv4' ? 32 : 128;
  const bits = length === undefined ? all : Number(length);
  if (bits > all || trailing(address, bits) !== 0) return undefined;
  return [address, bits];
}

/** The bits of an address behind its prefix, added up. */
function trailing(address: Address, bits: number): number {
  return address
    .toByteArray()
    .reduce((sum, byte, at) => sum + (byte & (0xff >> Math.min(8, Math.max(0, bits - at * 8)))), 0);
}

/** Whether an address lies in a range; never for one of the other family. */
export function isInRange(address: Address, [base, bits]: AddressRange): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}
