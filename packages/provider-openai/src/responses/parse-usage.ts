import { isJsonObject, type JsonObject, type Usage } from '@pegboard/core/provider';
import { countOf } from '../chat/parse-usage.ts';

/** The usage record of an answer. `input_tokens` includes what was cached, `output_tokens` what was reasoned. */
export function parseUsage(raw: JsonObject): Usage {
  const input = isJsonObject(raw.input_tokens_details) ? raw.input_tokens_details : {};
  const output = isJsonObject(raw.output_tokens_details) ? raw.output_tokens_details : {};
  return {
    ...countOf('inputTokens', raw.input_tokens),
    ...countOf('outputTokens', raw.output_tokens),
    ...countOf('totalTokens', raw.total_tokens),
    ...countOf('cachedInputTokens', input.cached_tokens),
    ...countOf('cacheWriteTokens', input.cache_write_tokens),
    ...countOf('reasoningTokens', output.reasoning_tokens),
    raw,
  };
}
