import type { JsonObject, JsonValue, Usage } from '@pegboard/core/provider';

/**
 * The usage record of an answer. `promptTokenCount` includes what was cached; `candidatesTokenCount` does not include thoughts; what tools
 * of the provider read is counted apart.
 */
export function parseUsage(raw: JsonObject): Usage {
  const prompt = numberOf(raw.promptTokenCount);
  const forTools = numberOf(raw.toolUsePromptTokenCount);
  const thoughts = numberOf(raw.thoughtsTokenCount);
  return {
    ...count('inputTokens', sum(prompt, forTools)),
    ...count('outputTokens', sum(numberOf(raw.candidatesTokenCount), thoughts)),
    ...count('totalTokens', numberOf(raw.totalTokenCount)),
    ...count('cachedInputTokens', numberOf(raw.cachedContentTokenCount)),
    ...count('reasoningTokens', thoughts),
    raw,
  };
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Undefined only when neither is reported. */
function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : one + (other ?? 0);
}

function count(key: keyof Usage, value: number | undefined): Partial<Usage> {
  return value === undefined ? {} : { [key]: value };
}
