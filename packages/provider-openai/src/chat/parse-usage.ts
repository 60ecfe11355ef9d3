import { isJsonObject, type JsonObject, type JsonValue, type Usage } from '@pegboard/core/provider';

/** The usage record of an answer. `prompt_tokens` includes what was cached, `completion_tokens` what was reasoned. */
export function parseUsage(raw: JsonObject): Usage {
  const prompt = objectOf(raw.prompt_tokens_details);
  const completion = objectOf(raw.completion_tokens_details);
  const usage: { -readonly [K in keyof Usage]: Usage[K] } = {};
  const tell = (name: Exclude<keyof Usage, 'raw'>, count: JsonValue | undefined): void => {
    if (typeof count === 'number') usage[name] = count;
  };
  tell('inputTokens', raw.prompt_tokens);
  tell('outputTokens', raw.completion_tokens);
  tell('totalTokens', raw.total_tokens);
  // The others are words of DeepSeek, Mistral and Together.
  tell(
    'cachedInputTokens',
    prompt.cached_tokens ?? raw.prompt_cache_hit_tokens ?? raw.num_cached_tokens ?? raw.cached_tokens,
  );
  tell('cacheWriteTokens', prompt.cache_write_tokens);
  tell('reasoningTokens', completion.reasoning_tokens);
  usage.raw = raw;
  return usage;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Nothing for what is no number: a count that was not reported is absent. */
export function countOf(key: keyof Usage, value: JsonValue | undefined): Partial<Usage> {
  return typeof value === 'number' ? { [key]: value } : {};
}
