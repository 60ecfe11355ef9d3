import type { ModelWarning } from '@pegboard/core/provider';
import type { ChatProfile } from './profile.ts';
import type { ChatToolChoice } from './wire.ts';

/** The choice of a tool as the host spells it. */
export function adaptChoice(
  choice: ChatToolChoice | undefined,
  { toolChoice, provider }: ChatProfile,
  warnings: ModelWarning[],
): ChatToolChoice | 'any' | undefined {
  if (toolChoice === 'any' && choice === 'required') return 'any';
  if (toolChoice !== 'auto' || choice === undefined) return choice;
  const message = `The setting toolChoice was left out: ${provider} lets the model choose`;
  warnings.push({ type: 'warning', code: 'setting-dropped', message, details: { setting: 'toolChoice' } });
  return undefined;
}
