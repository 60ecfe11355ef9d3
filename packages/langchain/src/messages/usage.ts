import type { UsageMetadata } from '@langchain/core/messages';
import type { Usage } from '@pegboard/core';

/** Undefined where the provider has counted nothing. */
export function renderUsage(usage: Usage): UsageMetadata | undefined {
  const { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens } = usage;
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  const input = inputTokens ?? 0;
  const output = outputTokens ?? 0;
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: usage.totalTokens ?? input + output,
    input_token_details: {
      ...(cachedInputTokens !== undefined && { cache_read: cachedInputTokens }),
      ...(cacheWriteTokens !== undefined && { cache_creation: cacheWriteTokens }),
    },
    output_token_details: { ...(reasoningTokens !== undefined && { reasoning: reasoningTokens }) },
  };
}

export function readUsage(metadata: UsageMetadata | undefined): Usage | undefined {
  if (!metadata) return undefined;
  const { input_token_details: input, output_token_details: output } = metadata;
  return {
    inputTokens: metadata.input_tokens,
    outputTokens: metadata.output_tokens,
    totalTokens: metadata.total_tokens,
    ...(input?.cache_read !== undefined && { cachedInputTokens: input.cache_read }),
    ...(input?.cache_creation !== undefined && { cacheWriteTokens: input.cache_creation }),
    ...(output?.reasoning !== undefined && { reasoningTokens: output.reasoning }),
  };
}
