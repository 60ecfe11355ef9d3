import type { ModelInfo, ModelPrice, Target, TokenRates } from '../contracts/provider.ts';
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

/** US dollars for a usage at today's prices of a model; undefined when a price or a count that it needs is unknown. */
export function cost(usage: Usage, info: ModelInfo | undefined): number | undefined {
  const {
    inputTokens = NaN,
    outputTokens,
    cachedInputTokens: cached = 0,
    cacheWriteTokens: written = 0,
  } = usage;
  if (!info?.price) return undefined;
  const { input, output, cachedInput, cacheWrite } = ratesOf(info.price, inputTokens);
  const total =
    times(inputTokens - cached - written, input) +
    times(outputTokens, output) +
    times(cached, cachedInput) +
    times(written, cacheWrite);
  return Number.isNaN(total) ? undefined : total / 1_000_000;
}

/** What a request of this length costs today. */
export function ratesOf(price: ModelPrice, inputTokens: number): TokenRates {
  const { later } = price;
  const now = later && new Date().toISOString() >= later.from ? later : price;
  return now.long && inputTokens > now.long.overTokens ? now.long : now;
}

/** No number where one of them is unknown and counts. */
function times(count = NaN, rate = NaN): number {
  return count && count * rate;
}

/** The same for an answer, at the prices of whoever wrote it: a target that stands for several knows them by `provider/model`. */
export function costOf(
  { provider, model }: Target,
  { usage, origin }: { readonly usage: Usage; readonly origin: Origin },
): number | undefined {
  const own = origin.provider === provider.name && origin.model === model;
  return cost(usage, infoOf({ provider, model: own ? model : `${origin.provider}/${origin.model}` }));
}
