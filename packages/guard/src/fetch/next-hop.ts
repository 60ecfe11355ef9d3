import { failure, nameOf, refusal } from '../refusal.ts';
import type { GuardSettings } from './guard-options.ts';
import type { Hop } from './hop.ts';

/** Where an answer leads, by the rules of fetch; undefined when it leads nowhere. The new URL is not checked here. */
export function nextHop(
  hop: Hop,
  { status, location }: { readonly status: number; readonly location?: string | undefined },
  { allowDowngrade, credentialHeaders }: GuardSettings,
): Hop | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  const url = URL.parse(location, hop.url);
  if (!url) {
    throw failure('invalid-response', {
      what: `${nameOf(hop.url)} redirects to what is no URL`,
      evidence: `Status ${status}, a location of ${location.length} characters`,
      fix: 'Ask for the page that is wanted',
    });
  }
  if (hop.url.protocol === 'https:' && url.protocol === 'http:' && !allowDowngrade) {
    throw refusal(
      `${nameOf(hop.url)} redirects from https to http`,
      `It leads to ${nameOf(url)}`,
      'Use another URL; the developer can allow this with `allowDowngrade: true`',
    );
  }
  const headers = new Headers(hop.headers);
  if (url.origin !== hop.url.origin) for (const name of credentialHeaders) headers.delete(name);
  return becomesGet(hop.method, status) ? withoutBody(url, headers) : { ...hop, url, headers };
}

function becomesGet(method: string, status: number): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}

function withoutBody(url: URL, headers: Headers): Hop {
  for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type']) {
    headers.delete(name);
  }
  return { url, headers, method: 'GET' };
}
