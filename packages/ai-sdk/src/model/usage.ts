import type { Usage } from '@pegboard/core';
import type { AiUsage } from '../ai-types.ts';

export function renderUsage(usage: Usage): AiUsage {
  const { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens } = usage;
  const cached = (cachedInputTokens ?? 0) + (cacheWriteTokens ?? 0);
  return {
    inputTokens: {
      total: inputTokens,
      noCache: inputTokens === undefined ? undefined : inputTokens - cached,
      cacheRead: cachedInputTokens,
      cacheWrite: cacheWriteTokens,
    },
    outputTokens: {
      total: outputTokens,
      text: outputTokens === undefined ? undefined : outputTokens - (reasoningTokens ?? 0),
      reasoning: reasoningTokens,
    },
  };
}

export function readUsage({ inputTokens: input, outputTokens: output, raw }: AiUsage): Usage {
  const both =
    input.total === undefined || output.total === undefined ? undefined : input.total + output.total;
  return {
    ...(input.total !== undefined && { inputTokens: input.total }),
    ...(output.total !== undefined && { outputTokens: output.total }),
    ...(both !== undefined && { totalTokens: both }),
    ...(input.cacheRead !== undefined && { cachedInputTokens: input.cacheRead }),
    ...(input.cacheWrite !== undefined && { cacheWriteTokens: input.cacheWrite }),
    ...(output.reasoning !== undefined && { reasoningTokens: output.reasoning }),
    ...(raw && { raw }),
  };
}
