import type { IncomingMessage } from 'node:http';
import { withDeadline } from '@pegboard/core/provider';
import { failure, nameOf } from '../refusal.ts';
import { checkDestination } from '../rules/check-url.ts';
import { type GuardOptions, type GuardSettings, readGuardOptions } from './guard-options.ts';
import { firstHop, type Hop } from './hop.ts';
import { nextHop } from './next-hop.ts';
import { resolveHost } from './resolve-host.ts';
import { sendHop } from './send-hop.ts';
import { toResponse } from './to-response.ts';
import { createWatch, type Watch } from './watch.ts';

/**
 * A `fetch` that reaches public addresses only, and what the rules open. Addresses are checked after the name is looked up, and connected
 * to as checked; redirects are checked like the first URL. Rejects with a `PegboardError`: `permission` for what the rules close, `timeout`,
 * `network`, `truncated`, `invalid-response` (too long, too many redirects, not readable), `invalid-input`; or with the signal's reason.
 */
export function guardedFetch(options: GuardOptions = {}): typeof fetch {
  const settings = readGuardOptions(options);
  return async (input, init) => {
    const { url } = checkDestination(input instanceof Request ? input.url : input, settings.rules);
    const caller = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    caller?.throwIfAborted();
    const watch = createWatch(url, caller, settings);
    try {
      const first = await withDeadline(() => firstHop(url, input, init), { ms: false, signal: watch.signal });
      return await follow(first, first.redirect, settings, watch);
    } catch (error) {
      watch.end();
      throw error;
    }
  };
}

async function follow(
  first: Hop,
  redirect: RequestRedirect,
  settings: GuardSettings,
  watch: Watch,
): Promise<Response> {
  let hop = first;
  for (let redirects = 0; ; redirects++) {
    const incoming = await exchange(hop, settings, watch);
    try {
      const { statusCode: status = 0, headers } = incoming;
      const next =
        redirect === 'manual' ? undefined : nextHop(hop, { status, location: headers.location }, settings);
      if (!next) return toResponse({ incoming, hop, redirected: redirects > 0, settings, watch });
      if (redirect === 'error' || redirects >= settings.maxRedirects) throw tooMany(hop, redirect, redirects);
      hop = next;
    } catch (error) {
      incoming.destroy();
      throw error;
    }
    incoming.destroy();
  }
}

async function exchange(hop: Hop, settings: GuardSettings, watch: Watch): Promise<IncomingMessage> {
  const connected = watch.connecting(hop.url);
  try {
    const destination = checkDestination(hop.url, settings.rules);
    const addresses = await resolveHost(destination, settings, watch.signal);
    const to = { ...hop, url: destination.url };
    return await sendHop({ hop: to, destination, addresses, settings, watch, onConnected: connected });
  } finally {
    connected();
  }
}

function tooMany({ url }: Hop, redirect: RequestRedirect, followed: number): Error {
  return failure('invalid-response', {
    what: `${nameOf(url)} redirects once more than is followed`,
    evidence:
      redirect === 'error' ? 'The call says redirect: "error"' : `${followed} redirects were followed`,
    fix: 'Ask for the page that is wanted, or raise maxRedirects',
  });
}
