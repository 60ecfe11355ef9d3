import type { ModelInfo, Target } from '../contracts/provider.ts';
import type { Origin } from '../contracts/message.ts';
import type { Usage } from '../contracts/usage.ts';
import { infoOf } from './model-info.ts';

const counts = [
  'inputTokens',
  'outputTokens',
  'totalTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'reasoningTokens',
] as const;

/** The sum, count by count; a count that one side lacks is the other's. Raw records are left out. */
export function addUsage(first: Usage, second: Usage): Usage {
  const sum: Partial<Record<(typeof counts)[number], number>> = {};
  for (const key of counts) {
    const [a, b] = [first[key], second[key]];
    if (a !== undefined || b !== undefined) sum[key] = (a ?? 0) + (b ?? 0);
  }
  return sum;
}

/** US dollars for a usage at the prices of a model; undefined when a price or a count that it needs is unknown. */
export function cost(usage: Usage, info: ModelInfo | undefined): number | undefined {
  const { inputTokens, outputTokens, cachedInputTokens: cached = 0, cacheWriteTokens: written = 0 } = usage;
  const price = info?.price;
  if (!price || inputTokens === undefined || outputTokens === undefined) return undefined;
  const { cachedInput, cacheWrite } = price;
  if ((cached > 0 && cachedInput === undefined) || (written > 0 && cacheWrite === undefined))
    return undefined;
  const plain = (inputTokens - cached - written) * price.input + outputTokens * price.output;
  return (plain + cached * (cachedInput ?? 0) + written * (cacheWrite ?? 0)) / 1_000_000;
}

/** The same for an answer, at the prices of whoever wrote it: a target that stands for several knows them by `provider/model`. */
export function costOf(
  { provider, model }: Target,
  { usage, origin }: { readonly usage: Usage; readonly origin: Origin },
): number | undefined {
  const own = origin.provider === provider.name && origin.model === model;
  return cost(usage, infoOf({ provider, model: own ? model : `${origin.provider}/${origin.model}` }));
}
