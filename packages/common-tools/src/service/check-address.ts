import { ConfigError } from '@pegboard/core';

interface Addressed {
  readonly factory: string;
  readonly title: string;
  readonly protocol?: RegExp | undefined;
}

/** Schemes of an address where a definition names no others. */
export const webProtocol = /^https?$/;

/** Tells of an address that cannot be used where the tool is made. Throws `ConfigError`, which does not quote it: it may hold a password. */
export function checkAddress(service: Addressed, address: string): string {
  const evidence = problemOf(service, URL.parse(address));
  if (evidence === undefined) return address;
  throw new ConfigError({
    what: `The address of ${service.title} cannot be used by ${service.factory}`,
    evidence,
    fix: `Write a URL with a host, whose scheme matches ${(service.protocol ?? webProtocol).source}`,
  });
}

function problemOf({ protocol }: Addressed, url: URL | null): string | undefined {
  if (!url) return 'It is no URL';
  if (!(protocol ?? webProtocol).test(url.protocol.slice(0, -1))) return 'Its scheme is another';
  if (url.hostname === '') return 'It names no host';
  if (protocol) return isEncoded(url) ? undefined : 'A % in its name or password must be written %25';
  if (url.username !== '' || url.password !== '')
    return 'It holds a name or a password: pass a `fetch` that sends an authorization header';
  return url.search === '' && url.hash === '' ? undefined : 'Something stands behind its path';
}

function isEncoded({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
