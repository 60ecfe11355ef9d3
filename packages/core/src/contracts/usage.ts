import type { JsonValue } from './json.ts';

/**
 * Tokens of one model call, or the sum over several. A count that the provider did not report is absent, never 0.
 * `inputTokens` includes cached reads and writes; `outputTokens` includes reasoning.
 */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly totalTokens?: number;
  /** Part of `inputTokens` that was read from the provider's prompt cache. */
  readonly cachedInputTokens?: number;
  /** Part of `inputTokens` that was written to the provider's prompt cache. */
  readonly cacheWriteTokens?: number;
  /** Part of `outputTokens` spent on reasoning. */
  readonly reasoningTokens?: number;
  /** The provider's own record, unchanged; absent in sums. */
  readonly raw?: JsonValue;
}
