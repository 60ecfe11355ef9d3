export { balance } from '../models/balance.ts';
export { checkCapabilities } from '../models/check-capabilities.ts';
export { withFallback } from '../models/fallback.ts';
export { retry, withRetry } from '../models/retry.ts';
export { route } from '../models/route.ts';
export { timeout, withTimeout } from '../models/timeout.ts';
export { addUsage, cost } from '../models/usage.ts';
export { wrapProvider } from '../models/wrap-provider.ts';

export type { BalanceOptions } from '../models/balance.ts';
export type { CapabilityProblem } from '../models/check-capabilities.ts';
export type { FallbackOptions } from '../models/fallback.ts';
export type { Needs } from '../models/needs.ts';
export type { BalanceStrategy } from '../models/pick-slot.ts';
export type { RetryOptions } from '../models/retry.ts';
export type { RouteOptions } from '../models/route.ts';
export type { RouteAutoOptions } from '../models/route-auto.ts';
export type { TimeoutOptions } from '../models/timeout.ts';
