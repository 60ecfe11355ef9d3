import type { ModelHook } from '../contracts/hooks.ts';
import type { Target } from '../contracts/provider.ts';
import { ConfigError } from '../errors/config-error.ts';
import { checkCapabilities } from './check-capabilities.ts';

/** Around-function that refuses with a `ConfigError`, before anything is sent, what the provider's table says that the model cannot do. */
export function refuseIncapable(target: Target): ModelHook {
  return (request, next) => {
    const problem = checkCapabilities(request, target);
    if (problem) throw new ConfigError(problem);
    return next(request);
  };
}
