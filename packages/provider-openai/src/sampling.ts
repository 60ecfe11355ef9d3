import type { ModelSettings } from '@pegboard/core/provider';

/** Reasoning models whose reasoning cannot be switched off: they take only the default of temperature and top_p. */
const always = /^(?:o[134](?:-mini)?|gpt-5(?:-mini|-nano)?|gpt-6-astra|gpt-6\.1-sol)(?:-\d{4}-\d\d-\d\d)?$/;

/** They reason unless told not to, and take temperature and top_p only then. Source: https://docs.litellm.ai/blog/gpt-6-1-terra */
const unlessOff = /^gpt-6(?:\.\d)?-(?:sol|luna|terra)/;

/** They reason only when told to. Source: https://platform.openai.com/docs/guides/latest-model */
const whenAsked = /^gpt-5\.[1245](?!-chat)/;

/** When a model takes `temperature` and `topP`; undefined: nothing is known to keep it from them. */
export function samplingOf(model: string): 'never' | 'without-reasoning' | undefined {
  if (always.test(model)) return 'never';
  return unlessOff.test(model) || whenAsked.test(model) ? 'without-reasoning' : undefined;
}

/** True where a request reasons on a model that then refuses `temperature` and `topP`. */
export function refusesSampling(model: string, reasoning: ModelSettings['reasoning']): boolean {
  if (samplingOf(model) !== 'without-reasoning') return false;
  return reasoning === undefined ? unlessOff.test(model) : reasoning !== 'none';
}
