import type { JsonObject, Usage } from '@pegboard/core/provider';

const counters = [
  'prompt_eval_count',
  'eval_count',
  'total_duration',
  'load_duration',
  'prompt_eval_duration',
  'eval_duration',
] as const;

/** The counters of the last line; durations are nanoseconds. Servers leave out what is 0, and some count no prompt that was cached. */
export function parseUsage(line: JsonObject): Usage {
  const found = counters.filter((key) => typeof line[key] === 'number');
  if (found.length === 0) return {};
  const { prompt_eval_count: input, eval_count: output } = line;
  return {
    ...(typeof input === 'number' && { inputTokens: input }),
    ...(typeof output === 'number' && { outputTokens: output }),
    raw: Object.fromEntries(found.map((key) => [key, line[key] ?? null])),
  };
}
