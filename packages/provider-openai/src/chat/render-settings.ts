import type { ModelRequest, ModelSettings, ModelWarning } from '@pegboard/core/provider';
import { findModel } from '../models.ts';
import type { ChatProfile } from './profile.ts';

/** Keys of the body for the settings that the caller set. What the API or the model refuses is dropped with a warning. */
export function renderSettings(
  { model, settings, tools }: ModelRequest,
  profile: ChatProfile,
  warnings: ModelWarning[],
): Record<string, unknown> {
  const refused = findModel(model)?.capabilities?.refusedSettings ?? [];
  const drop = (setting: keyof ModelSettings, why: string): undefined => {
    const message = `The setting ${setting} was left out: ${why}`;
    warnings.push({ type: 'warning', code: 'setting-dropped', message, details: { setting } });
    return undefined;
  };
  const take = <K extends keyof ModelSettings>(setting: K): ModelSettings[K] | undefined =>
    settings[setting] !== undefined && refused.includes(setting)
      ? drop(setting, `${model} does not take it`)
      : settings[setting];

  const { stop, reasoning } = { stop: take('stop'), reasoning: take('reasoning') };
  if (stop !== undefined && stop.length > 4)
    drop('stop', 'the API takes four sequences; the first four are sent');
  const parallel = take('parallelToolCalls');
  return {
    [profile.maxTokensKey]: take('maxTokens'),
    temperature: take('temperature'),
    top_p: take('topP'),
    stop: stop === undefined || stop.length === 0 ? undefined : stop.slice(0, 4),
    seed: take('seed'),
    reasoning_effort:
      typeof reasoning === 'object'
        ? drop('reasoning', 'the API takes an effort, not a number of tokens')
        : reasoning,
    // The API refuses it without tools.
    parallel_tool_calls: tools.length === 0 ? undefined : parallel,
  };
}
