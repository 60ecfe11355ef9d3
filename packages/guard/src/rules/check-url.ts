import { failure, nameOf, refusal } from '../refusal.ts';
import { parseAddress } from '../address/parse-address.ts';
import { checkAddresses, type Destination, isLocalhost } from './check-addresses.ts';
import { matchesAddress, matchesName } from './host-rule.ts';
import { type CompiledRules, compileRules, isOpenPort, type UrlRules } from './url-rules.ts';

/**
 * Checks what a URL says by itself: scheme, credentials, port, host name, literal address. What a name resolves to it cannot know;
 * `guardedFetch` checks that. Gives the URL as it is reached. Throws code `permission`, or `invalid-input` for what is no URL.
 */
export function checkUrl(url: string | URL, rules: UrlRules = {}): URL {
  return checkDestination(url, compileRules(rules)).url;
}

export function checkDestination(input: string | URL, rules: CompiledRules): Destination {
  const url = readUrl(input);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refusal(
      'Only http and https URLs may be reached',
      `The scheme is "${url.protocol}"`,
      'Use an https URL',
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.username !== '' || url.password !== '') {
    throw refusal(
      'A URL may not hold credentials',
      `There is a user name or a password before "${url.hostname}"`,
      'Leave them out, and send an authorization header if they are needed',
    );
  }
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const literal = literalAddresses(host);
  const destination: Destination = { url, host, port, ...(literal && { literal }) };
  checkPort(destination, rules);
  checkName(destination, rules);
  if (literal) checkAddresses(destination, literal, rules);
  return destination;
}

function readUrl(input: string | URL): URL {
  const url = URL.parse(String(input));
  // A name with an empty label, of which dots at the end are one, is written in several ways but is one host.
  const hostname = url?.hostname.replace(/\.+$/, '');
  if (!url || hostname === undefined || hostname.split('.').includes('')) {
    if (url && url.protocol !== 'http:' && url.protocol !== 'https:') return url;
    throw failure('invalid-input', {
      what: 'A URL cannot be read',
      evidence: `It has ${String(input).length} characters${url ? ' and no valid host' : ''}`,
      fix: 'Pass a whole URL, such as https://example.com/page',
    });
  }
  if (hostname !== url.hostname) url.hostname = hostname;
  return url;
}

function literalAddresses(host: string): readonly string[] | undefined {
  if (isLocalhost(host)) return ['127.0.0.1', '::1'];
  return parseAddress(host) ? [host] : undefined;
}

function checkPort({ url, host, port, literal }: Destination, rules: CompiledRules): void {
  const addresses = literal?.flatMap((text) => parseAddress(text) ?? []) ?? [];
  const isNamed = rules.allow.some(
    (rule) =>
      rule.port === port &&
      (matchesName(rule, host, port) || addresses.some((address) => matchesAddress(rule, address, port))),
  );
  if (isNamed || isOpenPort(rules, port)) return;
  const open = rules.ports ? `Open are ${[...rules.ports].join(', ')}` : 'It belongs to another protocol';
  throw refusal(`The port ${port} of ${nameOf(url)} may not be reached`, open, 'Use another port');
}

function checkName({ url, host, port, literal }: Destination, { deny, only }: CompiledRules): void {
  if (deny.some((rule) => matchesName(rule, host, port))) {
    throw refusal(
      `The host of ${nameOf(url)} may not be reached`,
      'It is on the list `deny`',
      'Use another host',
    );
  }
  // Ranges are compared with addresses, once they are known.
  if (literal || !only || only.some((rule) => rule.range !== undefined || matchesName(rule, host, port)))
    return;
  throw refusal(
    `The host of ${nameOf(url)} may not be reached`,
    `Open are ${only.map(({ text }) => text).join(', ') || 'none'}`,
    'Use one of these hosts',
  );
}
