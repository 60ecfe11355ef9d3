import type { ModelSettings, ReasoningEffort } from '@pegboard/core/provider';
import type { OllamaThink } from './wire.ts';

const levels: Readonly<Record<ReasoningEffort, 'low' | 'medium' | 'high'>> = {
  none: 'low',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  max: 'high',
};

/**
 * `think` of an effort or a number of tokens. Only gpt-oss has levels for sure, and it always thinks; older servers refuse a level for any
 * other model. Source: ChatHandler in server/routes.go of github.com/ollama/ollama.
 */
export function renderThink(
  reasoning: NonNullable<ModelSettings['reasoning']>,
  model: string,
  thinks: boolean | undefined,
  tell: (why: string) => void,
): OllamaThink | undefined {
  const effort = typeof reasoning === 'string' ? reasoning : effortOf(reasoning.budgetTokens);
  if (/(?:^|\/)gpt-oss(?:$|[:-])/.test(model)) {
    const level = levels[effort];
    if (effort === 'none') tell(`${model} always thinks, here at the level ${level}`);
    else if (level !== reasoning) tell(`${model} knows low, medium and high: it gets ${level}`);
    return level;
  }
  if (effort === 'none') return false;
  if (thinks === false) {
    tell(`${model} does not think`);
    return undefined;
  }
  if (reasoning !== 'medium') tell(`${model} thinks or does not: how much cannot be said`);
  return true;
}

/** The bounds that other APIs document for these words. */
function effortOf(tokens: number): ReasoningEffort {
  if (tokens <= 0) return 'none';
  if (tokens <= 1024) return 'low';
  return tokens <= 8192 ? 'medium' : 'high';
}
