import type { ModelSettings, ReasoningEffort } from '@pegboard/core/provider';
import { type ThinkingTraits, traitsOf } from './traits.ts';
import type { GeminiThinking, ThinkingLevel } from './wire.ts';

/** Tells what the model does not take of a setting. */
export type Tell = (setting: keyof ModelSettings, why: string) => void;

/** `thinkingConfig` of an effort or a number of tokens: levels for Gemini 3 and later, budgets before, never both. Thoughts are shown. */
export function renderThinking(
  reasoning: NonNullable<ModelSettings['reasoning']>,
  model: string,
  tell: Tell,
): GeminiThinking | undefined {
  const { thinking } = traitsOf(model);
  if (!thinking) {
    tell('reasoning', `${model} does not think`);
    return undefined;
  }
  if ('levels' in thinking) return { ...toLevel(reasoning, thinking.levels, tell), includeThoughts: true };
  const thinkingBudget = toBudget(reasoning, thinking, tell);
  return thinkingBudget === 0 ? { thinkingBudget } : { thinkingBudget, includeThoughts: true };
}

const wanted: Readonly<Record<ReasoningEffort, ThinkingLevel>> = {
  none: 'MINIMAL',
  minimal: 'MINIMAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  max: 'HIGH',
};
const order: readonly ThinkingLevel[] = ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'];

/** The level itself, else the next higher one that the model has. */
function toLevel(
  reasoning: NonNullable<ModelSettings['reasoning']>,
  levels: readonly ThinkingLevel[],
  tell: Tell,
): { thinkingLevel: ThinkingLevel } {
  const level = typeof reasoning === 'string' ? wanted[reasoning] : levelOfBudget(reasoning.budgetTokens);
  const thinkingLevel = levels.find((each) => order.indexOf(each) >= order.indexOf(level)) ?? 'HIGH';
  if (reasoning === 'none') tell('reasoning', `the model always thinks, here at the level ${thinkingLevel}`);
  else if (typeof reasoning === 'object')
    tell('reasoning', `the model takes levels, not tokens: it gets ${thinkingLevel}`);
  else if (thinkingLevel !== level)
    tell('reasoning', `the model has no level ${level}: it gets ${thinkingLevel}`);
  return { thinkingLevel };
}

/** Tokens of an effort. Source: https://ai.google.dev/gemini-api/docs/openai, where the same words stand for these. */
const budgets: Readonly<Record<Exclude<ReasoningEffort, 'none' | 'max'>, number>> = {
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
};

function levelOfBudget(tokens: number): ThinkingLevel {
  if (tokens <= 0) return 'MINIMAL';
  if (tokens <= budgets.low) return 'LOW';
  return tokens <= budgets.medium ? 'MEDIUM' : 'HIGH';
}

function toBudget(
  reasoning: NonNullable<ModelSettings['reasoning']>,
  { leastBudget, mostBudget, canStop }: Extract<ThinkingTraits, { leastBudget: number }>,
  tell: Tell,
): number {
  const tokens =
    typeof reasoning === 'object'
      ? Math.round(reasoning.budgetTokens)
      : reasoning === 'none'
        ? 0
        : reasoning === 'max'
          ? mostBudget
          : budgets[reasoning];
  if (tokens <= 0 && canStop) return 0;
  const budget = Math.min(Math.max(tokens, leastBudget), mostBudget);
  if (budget !== tokens)
    tell('reasoning', `the model takes ${leastBudget} to ${mostBudget} tokens: it gets ${budget}`);
  return budget;
}
