import { isJsonObject, type JsonObject, type JsonValue, type Usage } from '@pegboard/core/provider';

/** The usage record of an answer, which counts fresh input, cache reads and cache writes apart. */
export function parseUsage(raw: JsonObject): Usage {
  const fresh = count(raw.input_tokens);
  const written = count(raw.cache_creation_input_tokens);
  const read = count(raw.cache_read_input_tokens);
  const output = count(raw.output_tokens);
  const details = isJsonObject(raw.output_tokens_details) ? raw.output_tokens_details : {};
  const reasoning = count(details.thinking_tokens);
  const input = fresh === undefined ? undefined : fresh + (written ?? 0) + (read ?? 0);
  return {
    ...(input !== undefined && { inputTokens: input }),
    ...(output !== undefined && { outputTokens: output }),
    ...(input !== undefined && output !== undefined && { totalTokens: input + output }),
    ...(read !== undefined && { cachedInputTokens: read }),
    ...(written !== undefined && { cacheWriteTokens: written }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
    raw,
  };
}

/** Counts come early and again, in full, at the end; later ones win, absent and null ones do not. */
export function mergeUsage(
  before: JsonObject | undefined,
  later: JsonValue | undefined,
): JsonObject | undefined {
  if (!isJsonObject(later)) return before;
  return { ...before, ...Object.fromEntries(Object.entries(later).filter(([, value]) => value !== null)) };
}

function count(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
