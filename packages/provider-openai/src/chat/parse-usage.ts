import { isJsonObject, type JsonObject, type JsonValue, type Usage } from '@pegboard/core/provider';

/** The usage record of an answer. `prompt_tokens` includes what was cached, `completion_tokens` what was reasoned. */
export function parseUsage(raw: JsonObject): Usage {
  const prompt = objectOf(raw.prompt_tokens_details);
  const completion = objectOf(raw.completion_tokens_details);
  return {
    ...count('inputTokens', raw.prompt_tokens),
    ...count('outputTokens', raw.completion_tokens),
    ...count('totalTokens', raw.total_tokens),
    ...count('cachedInputTokens', prompt.cached_tokens),
    ...count('cacheWriteTokens', prompt.cache_write_tokens),
    ...count('reasoningTokens', completion.reasoning_tokens),
    raw,
  };
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function count(key: keyof Usage, value: JsonValue | undefined): Partial<Usage> {
  return typeof value === 'number' ? { [key]: value } : {};
}
