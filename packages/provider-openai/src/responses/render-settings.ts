import type { ModelRequest, ModelSettings, ModelWarning, ReasoningEffort } from '@pegboard/core/provider';
import { cacheKeyOf } from '../cache-key.ts';
import { knownEffort } from '../effort.ts';
import { createSettingsTaker } from '../take-settings.ts';
import type { ResponsesProfile } from './profile.ts';

/** The least that the API takes. */
const fewestTokens = 16;

/** Keys of the body for the settings that the caller set. What the API or the model refuses is dropped with a warning. */
export function renderSettings(
  request: ModelRequest,
  profile: ResponsesProfile,
  hasTools: boolean,
  warnings: ModelWarning[],
): Record<string, unknown> {
  const { take, drop } = createSettingsTaker(request, profile.find, warnings);
  for (const setting of ['stop', 'seed'] as const)
    if (take(setting) !== undefined) drop(setting, 'Responses has no such setting');
  const parallel = take('parallelToolCalls');
  const maxTokens = take('maxTokens');
  return {
    max_output_tokens: maxTokens === undefined ? undefined : atLeast(maxTokens, warnings),
    temperature: take('temperature'),
    top_p: take('topP'),
    reasoning: renderReasoning(take('reasoning'), profile, drop, (effort) =>
      knownEffort(request.model, effort, warnings),
    ),
    // The API refuses it without tools.
    parallel_tool_calls: hasTools ? parallel : undefined,
    prompt_cache_key: profile.promptCacheKey ? cacheKeyOf(request) : undefined,
  };
}

function atLeast(tokens: number, warnings: ModelWarning[]): number {
  if (tokens >= fewestTokens) return tokens;
  const message = `The setting maxTokens was raised to ${fewestTokens}: the API takes no less`;
  warnings.push({ type: 'warning', code: 'setting-changed', message, details: { setting: 'maxTokens' } });
  return fewestTokens;
}

function renderReasoning(
  wanted: ModelSettings['reasoning'],
  { reasoningSummary: summary }: ResponsesProfile,
  drop: (setting: keyof ModelSettings, why: string) => undefined,
  known: (effort: ReasoningEffort | undefined) => ReasoningEffort | undefined,
): { effort?: string; summary?: string } | undefined {
  const effort =
    typeof wanted === 'object'
      ? drop('reasoning', 'the API takes an effort, not a number of tokens')
      : known(wanted);
  if (effort === undefined && summary === undefined) return undefined;
  return { ...(effort !== undefined && { effort }), ...(summary !== undefined && { summary }) };
}
