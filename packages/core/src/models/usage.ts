import type { ModelInfo, ModelPrice, Target, TokenRates } from '../contracts/provider.ts';
import type { Origin } from '../contracts/message.ts';
import type { Usage } from '../contracts/usage.ts';
import { infoOf } from './model-info.ts';

/** The sum, count by count; a count that one side lacks is the other's. Raw records are left out. */
export function addUsage(...usages: readonly Usage[]): Usage {
  const sum: Record<string, number> = {};
  for (const usage of usages)
    for (const name in usage) {
      const count = usage[name as keyof Usage];
      if (typeof count === 'number' && Object.hasOwn(usage, name)) sum[name] = (sum[name] ?? 0) + count;
    }
  return sum;
}

/** US dollars for a usage at today's prices of a model; undefined when a price or a count that it needs is unknown. */
export function cost(
  {
    inputTokens = NaN,
    outputTokens = NaN,
    cachedInputTokens: cached = 0,
    cacheWriteTokens: written = 0,
  }: Usage,
  info: ModelInfo | undefined,
): number | undefined {
  if (!info?.price) return undefined;
  const { input, output, cachedInput = NaN, cacheWrite = NaN } = ratesOf(info.price, inputTokens);
  const plain = (inputTokens - cached - written) * input + outputTokens * output;
  // No number where one of them is unknown and counts.
  const total = plain + (cached && cached * cachedInput) + (written && written * cacheWrite);
  return total >= 0 ? total / 1_000_000 : undefined;
}

/** What a request of this length costs today. */
export function ratesOf(price: ModelPrice, inputTokens: number): TokenRates {
  const { later, long } = price;
  if (later && later.from <= new Date().toJSON()) return ratesOf(later, inputTokens);
  return long && inputTokens > long.overTokens ? long : price;
}

/** The same for an answer, at the prices of whoever wrote it: a target that stands for several knows them by `provider/model`. */
export function costOf(
  { provider, model }: Target,
  { usage, origin }: { readonly usage: Usage; readonly origin: Origin },
): number | undefined {
  const own = origin.provider === provider.name && origin.model === model;
  return cost(usage, infoOf({ provider, model: own ? model : `${origin.provider}/${origin.model}` }));
}
