import { ConfigError } from '@pegboard/core';
import { type Address, type AddressRange, isInRange, parseRange } from '../address/parse-address.ts';

/** One entry of a list of hosts: a name, a suffix of names or a range of addresses, each with a port or for all ports. */
export interface HostRule {
  readonly text: string;
  readonly port?: number | undefined;
  readonly name?: string;
  /** `.corp.example`: names below it, not the name itself. */
  readonly suffix?: string;
  readonly range?: AddressRange;
}

/**
 * Reads `api.example.com`, `*.example.com`, `10.1.2.3`, `10.0.0.0/8`, `fd00::/8`, `[::1]`, each also with `:port`.
 * Throws `ConfigError` for anything else.
 */
export function parseHostRule(text: string): HostRule {
  if (typeof text !== 'string') throw notAHost(JSON.stringify(text));
  const { host, port } = splitPort(text.trim());
  if (port !== undefined && (port < 1 || port > 65_535)) throw notAHost(text);
  const range = parseRange(host.replace(/^\[(.*)\](?=\/|$)/, '$1'));
  if (range) return { text, port, range };
  if (/[/@?#\\[\]\s:]/.test(host)) throw notAHost(text);
  const name = canonicalHost(host.replace(/^\*\./, ''));
  if (name === undefined || name.includes('*')) throw notAHost(text);
  if (host.startsWith('*.')) return { text, port, suffix: `.${name}` };
  const single = parseRange(name);
  return single ? { text, port, range: single } : { text, port, name };
}

function splitPort(text: string): { host: string; port?: number } {
  // An IPv6 address without brackets has colons of its own, and no port but behind a prefix.
  const match = /^(\[[^\]]*\](?:\/\d+)?|[^:]*|[^/]*\/\d+):(\d{1,5})$/.exec(text);
  return match ? { host: match[1] ?? '', port: Number(match[2]) } : { host: text };
}

/** A host name in the one way in which rules and URLs are compared: lower case, punycode, no dot at its end. */
function canonicalHost(host: string): string | undefined {
  const hostname = URL.parse(`http://${host}/`)?.hostname.replace(/\.+$/, '');
  return hostname === '' ? undefined : hostname;
}

export function matchesName(rule: HostRule, host: string, port: number): boolean {
  if (rule.port !== undefined && rule.port !== port) return false;
  return rule.name === host || (rule.suffix !== undefined && host.endsWith(rule.suffix));
}

export function matchesAddress(rule: HostRule, address: Address, port: number): boolean {
  if (rule.port !== undefined && rule.port !== port) return false;
  return rule.range !== undefined && isInRange(address, rule.range);
}

/** Whether a rule stands for one address and no other. */
export function isSingleAddress({ range }: HostRule): boolean {
  return range !== undefined && range[1] === (range[0].kind() === 'ipv4' ? 32 : 128);
}

function notAHost(text: string): ConfigError {
  return new ConfigError({
    what: 'An entry of a list of hosts cannot be read',
    evidence: `It is "${text}"`,
    fix: 'Write a host, "*." and a host, an address or a range such as 10.0.0.0/8 (no bits behind the prefix), each with an optional :port',
  });
}
