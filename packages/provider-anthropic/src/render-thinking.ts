import type { ModelRequest, ModelWarning, ReasoningEffort } from '@pegboard/core/provider';
import type { Effort, ModelTraits } from './model-traits.ts';
import { settingDropped } from './warn.ts';
import type { WireThinkingConfig } from './wire.ts';

export interface Thinking {
  readonly thinking?: WireThinkingConfig | undefined;
  readonly effort?: Effort | undefined;
  readonly warnings: readonly ModelWarning[];
}

/** The least budget that the API takes, and what must be left for the answer. */
const leastBudget = 1024;
const answerRoom = 1024;

/** Tokens for an effort, on models that take only a budget. */
const budgets: Readonly<Record<Exclude<ReasoningEffort, 'none'>, number>> = {
  minimal: 1024,
  low: 2048,
  medium: 8192,
  high: 16_384,
  max: 32_000,
};

const dropped = (why: string): readonly ModelWarning[] => [settingDropped('reasoning', why)];

export interface Circumstances {
  readonly traits: ModelTraits;
  /** `max_tokens` of the request: a budget must be smaller. */
  readonly maxTokens: number;
  /** `tool_choice` forces a call, which excludes thinking that was asked for. */
  readonly forced: boolean;
  /** The answer in progress has no thoughts, with which it would have to begin. */
  readonly thoughtless: boolean;
}

/** `thinking` and the effort for `settings.reasoning`, in the form that the model takes; thoughts are shown where they can be. */
export function renderThinking(
  { model, settings: { reasoning } }: ModelRequest,
  circumstances: Circumstances,
): Thinking {
  const { traits, forced, thoughtless } = circumstances;
  if (reasoning === undefined) return { warnings: [] };
  if (reasoning === 'none') return switchOff(model, traits);
  const effort = effortOf(reasoning, traits.efforts);
  const byBudget =
    traits.thinking === 'budget' || (traits.thinking === 'both' && typeof reasoning === 'object');
  if (forced) return { effort, warnings: dropped('thinking and a forced tool exclude each other') };
  if (byBudget && thoughtless)
    return { effort, warnings: dropped('the answer in progress began without thinking') };
  if (byBudget) return withBudget(reasoning, effort, circumstances);
  const sent = effort === undefined ? 'no effort' : `the effort ${effort}`;
  return {
    thinking: { type: 'adaptive', display: 'summarized' },
    effort,
    warnings:
      typeof reasoning === 'object'
        ? dropped(`${model} takes no budget of tokens; ${sent} was sent for it`)
        : [],
  };
}

function switchOff(model: string, { off, efforts }: ModelTraits): Thinking {
  if (off === 'omit') return { warnings: [] };
  if (off !== 'never') return { thinking: { type: off }, warnings: [] };
  const why = `the thinking of ${model} cannot be switched off; the least effort was sent`;
  return { effort: efforts[0], warnings: dropped(why) };
}

function withBudget(
  reasoning: Exclude<ModelRequest['settings']['reasoning'], undefined | 'none'>,
  effort: Effort | undefined,
  { maxTokens }: Circumstances,
): Thinking {
  const wanted = typeof reasoning === 'object' ? reasoning.budgetTokens : budgets[reasoning];
  const budget = Math.min(Math.max(leastBudget, Math.floor(wanted)), maxTokens - answerRoom);
  if (!(budget >= leastBudget)) {
    const why = `thinking needs ${leastBudget} tokens, and maxTokens leaves no room for them and an answer`;
    return { effort, warnings: dropped(why) };
  }
  return { thinking: { type: 'enabled', budget_tokens: budget }, effort, warnings: [] };
}

/** The effort that is nearest among those that the model takes; a budget stands for the effort that it would be the budget of. */
function effortOf(
  reasoning: Exclude<ModelRequest['settings']['reasoning'], undefined | 'none'>,
  efforts: readonly Effort[],
): Effort | undefined {
  const level = typeof reasoning === 'object' ? levelOf(reasoning.budgetTokens) : reasoning;
  const wanted = level === 'minimal' ? 'low' : level;
  return efforts.includes(wanted) ? wanted : efforts.at(-1);
}

function levelOf(budget: number): Effort {
  if (budget <= budgets.low * 2) return 'low';
  if (budget <= budgets.medium) return 'medium';
  return 'high';
}
