import type { IncomingMessage } from 'node:http';
import { withDeadline } from '@pegboard/core/provider';
import { failure, nameOf } from '../refusal.ts';
import { checkDestination } from '../rules/check-url.ts';
import type { GuardSettings } from './guard-options.ts';
import { firstHop, type Hop } from './hop.ts';
import { nextHop } from './next-hop.ts';
import { resolveHost } from './resolve-host.ts';
import { sendHop } from './send-hop.ts';
import { toResponse } from './to-response.ts';
import type { Watch } from './watch.ts';

/** A request as `fetch` is given it. */
export interface Asked {
  readonly url: URL;
  readonly input: string | URL | Request;
  readonly init: RequestInit | undefined;
}

export async function start(
  { url, input, init }: Asked,
  settings: GuardSettings,
  watch: Watch,
): Promise<Response> {
  const first = await withDeadline(() => firstHop(url, input, init), { ms: false, signal: watch.signal });
  return follow(first, first.redirect, settings, watch);
}

/** Sends the first request and those that its redirects ask for, each checked like the first. */
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
