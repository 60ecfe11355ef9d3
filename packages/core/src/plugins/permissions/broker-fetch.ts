import type { PluginPermissions } from '../../contracts/plugin.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { reaches } from './host-pattern.ts';
import { redirected } from './redirected.ts';
import { undeclared } from './refuse.ts';

type Fetch = typeof fetch;

/** As many as the fetch standard follows. */
const maxRedirects = 20;
const redirects = new Set([301, 302, 303, 307, 308]);

/** A `fetch` that reaches only the hosts that a plugin declares, also when it is redirected; it ends with the plugin. */
export function brokerFetch(
  plugin: string,
  { net = [] }: PluginPermissions,
  send: Fetch,
  own: AbortSignal,
): Fetch {
  const check = (url: URL): void => {
    const known = url.protocol === 'http:' || url.protocol === 'https:';
    if (!known || !net.some((pattern) => reaches(pattern, url)))
      throw undeclared(plugin, 'net', known ? url.host : `${url.protocol} URLs`, net);
  };
  return async (input, init) => {
    const given = input instanceof Request ? input : undefined;
    const wanted = init?.redirect ?? given?.redirect ?? 'follow';
    const theirs = init?.signal ?? given?.signal;
    const signal = theirs ? AbortSignal.any([own, theirs]) : own;
    let request = new Request(input, { ...init, redirect: 'manual', signal });
    for (let hop = 0; hop <= maxRedirects; hop++) {
      check(new URL(request.url));
      const response = await send(request);
      if (wanted === 'manual') return response;
      if (response.type === 'opaqueredirect') throw hidden(plugin, request.url);
      const location = redirects.has(response.status) ? response.headers.get('location') : null;
      if (location === null) return response;
      void response.body?.cancel().catch(() => undefined);
      if (wanted === 'error') throw new TypeError(`${new URL(request.url).host} redirects`);
      request = redirected(request, response.status, new URL(location, request.url), init?.body);
    }
    throw new TypeError(`More than ${maxRedirects} redirects`);
  };
}

/** Browsers do not say where a redirect leads. */
function hidden(plugin: string, url: string): ConfigError {
  return new ConfigError({
    code: 'permission',
    what: `Plugin "${plugin}" cannot follow a redirect here`,
    evidence: `${new URL(url).host} redirects, and this platform does not say where to`,
    fix: 'Ask for the final address',
  });
}
