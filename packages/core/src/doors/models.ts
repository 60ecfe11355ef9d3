export { retry, withRetry } from '../models/retry.ts';
export { timeout, withTimeout } from '../models/timeout.ts';
export { addUsage, cost } from '../models/usage.ts';
export { wrapProvider } from '../models/wrap-provider.ts';

export type { RetryOptions } from '../models/retry.ts';
export type { TimeoutOptions } from '../models/timeout.ts';
