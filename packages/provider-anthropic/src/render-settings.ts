import type { ModelRequest, ModelWarning } from '@pegboard/core/provider';
import type { ModelTraits } from './model-traits.ts';
import { settingDropped } from './warn.ts';

/** For models of which nothing is known; the API has no default of its own. */
const unknownLimit = 8192;

/** A model that is not known still needs room for its thoughts. */
export function maxTokensOf({ settings }: ModelRequest, known: number | undefined): number {
  const { maxTokens, reasoning } = settings;
  if (maxTokens !== undefined) return maxTokens;
  if (known !== undefined) return known;
  return unknownLimit + (typeof reasoning === 'object' ? Math.ceil(reasoning.budgetTokens) : 0);
}

/** Sampling settings are gone from the API since version 2026-10-21, and from models after Opus 4.6 before that. */
export function renderSampling(
  { model, settings }: ModelRequest,
  { sampling }: ModelTraits,
  { oldVersion, thinks }: { readonly oldVersion: boolean; readonly thinks: boolean },
  warnings: ModelWarning[],
): Record<string, unknown> {
  const { temperature, topP } = settings;
  const why = !oldVersion
    ? 'the API takes it no longer'
    : !sampling
      ? `${model} does not take it`
      : thinks
        ? 'it cannot be changed while the model thinks'
        : undefined;
  if (settings.seed !== undefined) warnings.push(settingDropped('seed', 'the API has no seed'));
  if (why !== undefined) {
    if (temperature !== undefined) warnings.push(settingDropped('temperature', why));
    if (topP !== undefined) warnings.push(settingDropped('topP', why));
    return {};
  }
  if (temperature === undefined) return { top_p: topP };
  if (topP !== undefined)
    warnings.push(settingDropped('topP', 'models take it or the temperature, not both'));
  return { temperature };
}

/** The API refuses sequences without a visible character. */
export function renderStop(
  { settings: { stop } }: ModelRequest,
  warnings: ModelWarning[],
): readonly string[] | undefined {
  const sequences = stop?.filter((sequence) => sequence.trim() !== '');
  if (stop && sequences && sequences.length < stop.length)
    warnings.push(settingDropped('stop', 'the API takes no sequence of blanks; the others are sent'));
  return sequences && sequences.length > 0 ? sequences : undefined;
}
