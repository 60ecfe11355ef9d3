import { checkDestination } from '../rules/check-url.ts';
import { type GuardOptions, readGuardOptions } from './guard-options.ts';
import { createWatch } from './watch.ts';

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
      // With the first request: what opens connections takes longer to load than all else.
      const { start } = await import('./follow.ts');
      return await start({ url, input, init }, settings, watch);
    } catch (error) {
      watch.end();
      throw error;
    }
  };
}
