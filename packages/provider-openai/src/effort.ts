import type { ModelWarning, ReasoningEffort } from '@pegboard/core/provider';
import { samplingOf } from './sampling.ts';

/** The least that models take whose reasoning cannot be switched off. Those before GPT-5, and after it, know no `minimal`. */
export function knownEffort(
  model: string,
  effort: ReasoningEffort | undefined,
  warnings: ModelWarning[],
): ReasoningEffort | undefined {
  if ((effort !== 'none' && effort !== 'minimal') || samplingOf(model) !== 'never') return effort;
  const least = model.startsWith('gpt-5') ? 'minimal' : 'low';
  if (effort === least) return effort;
  const message = `The setting reasoning was changed from ${effort} to ${least}: ${model} does not take it`;
  warnings.push({ type: 'warning', code: 'setting-changed', message, details: { setting: 'reasoning' } });
  return least;
}
