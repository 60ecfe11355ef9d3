import type { ModelRequest, ModelSettings, ModelWarning } from '@pegboard/core/provider';
import { cacheKeyOf } from '../cache-key.ts';
import { knownEffort } from '../effort.ts';
import { createSettingsTaker, type SettingsTaker } from '../take-settings.ts';
import type { ChatProfile } from './profile.ts';

/** Sets the keys of the body for the settings that the caller set. What the API or the model refuses is dropped with a warning. */
export function renderSettings(
  request: ModelRequest,
  profile: ChatProfile,
  warnings: ModelWarning[],
  set: (key: string, value: unknown) => void,
): void {
  const { take, drop } = createSettingsTaker(request, profile.find, warnings);
  const parallel = take('parallelToolCalls');
  if (parallel !== undefined && !profile.parallelKey)
    drop('parallelToolCalls', `${profile.provider} may not take it`);
  set(profile.maxTokensKey, take('maxTokens'));
  set('temperature', take('temperature'));
  set('top_p', take('topP'));
  set('stop', renderStop(take('stop'), profile, drop));
  set(profile.seedKey, take('seed'));
  const effort = renderEffort(knownReasoning(request.model, take('reasoning'), warnings), profile, drop);
  for (const key in effort) set(key, effort[key]);
  // The API refuses it without tools.
  if (request.tools.length > 0 && profile.parallelKey) set('parallel_tool_calls', parallel);
  if (profile.promptCacheKey) set('prompt_cache_key', cacheKeyOf(request));
}

function knownReasoning(
  model: string,
  wanted: ModelSettings['reasoning'],
  warnings: ModelWarning[],
): ModelSettings['reasoning'] {
  return typeof wanted === 'object' ? wanted : knownEffort(model, wanted, warnings);
}

function renderStop(
  stop: readonly string[] | undefined,
  { maxStops }: ChatProfile,
  drop: SettingsTaker['drop'],
): readonly string[] | undefined {
  if (stop === undefined || stop.length === 0) return undefined;
  if (stop.length > maxStops)
    drop('stop', `the API takes ${maxStops === 4 ? 'four' : maxStops} sequences; the first of them are sent`);
  return stop.slice(0, maxStops);
}

function renderEffort(
  wanted: ModelSettings['reasoning'],
  { effortKey, provider }: ChatProfile,
  drop: SettingsTaker['drop'],
): Record<string, unknown> {
  if (wanted === undefined) return {};
  if (effortKey === 'none') {
    drop('reasoning', `${provider} takes no effort`);
    return {};
  }
  if (effortKey === 'reasoning')
    return {
      reasoning: typeof wanted === 'object' ? { max_tokens: wanted.budgetTokens } : { effort: wanted },
    };
  const effort =
    typeof wanted === 'object'
      ? drop('reasoning', 'the API takes an effort, not a number of tokens')
      : wanted;
  if (effortKey === 'thinking' && effort === 'none') return { thinking: { type: 'disabled' } };
  return { reasoning_effort: effort };
}
