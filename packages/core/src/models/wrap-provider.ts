import type { ModelHook } from '../contracts/hooks.ts';
import type { Provider } from '../contracts/provider.ts';

/** The same provider with an around-function on its model calls. */
export function wrapProvider(provider: Provider, hook: ModelHook): Provider {
  const wrapped: Provider = Object.create(provider) as Provider;
  return Object.defineProperty(wrapped, 'stream', {
    value: (request: Parameters<Provider['stream']>[0]) => hook(request, (next) => provider.stream(next)),
  });
}
