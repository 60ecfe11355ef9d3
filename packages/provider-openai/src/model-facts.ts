import type { ModelInfo, ModelPrice } from '@pegboard/core/provider';

/** What is known of a model besides what it can do. */
export type Facts = Pick<ModelInfo, 'contextTokens' | 'maxOutputTokens' | 'price' | 'source'>;

interface Row {
  /** Dollars per million tokens: input, output, cached input, written to the cache. */
  readonly price?: readonly [number, number, number, number?];
  /** Above 272,000 tokens of input the whole request costs twice as much for input and caches, and half as much again for output. */
  readonly tiers?: true;
  readonly size?: Pick<ModelInfo, 'contextTokens' | 'maxOutputTokens'>;
}

const large = { contextTokens: 1_050_000, maxOutputTokens: 128_000 };
const middle = { contextTokens: 400_000, maxOutputTokens: 128_000 };

/** The price of gpt-5.6-sol is left out: it is one of a promotion that may have ended. */
const rows: Readonly<Record<string, Row>> = {
  'gpt-6-astra': { price: [10, 50, 1, 12.5], tiers: true, size: large },
  'gpt-6.1-sol': { price: [2, 10, 0.1, 2.5], tiers: true, size: large },
  'gpt-6.1-terra': { price: [1, 5, 0.05, 1.25], tiers: true, size: large },
  'gpt-6-sol': { price: [2, 10, 0.2, 2.5], tiers: true, size: large },
  'gpt-6-luna': { price: [0.1, 0.5, 0.01, 0.125], tiers: true, size: large },
  'gpt-5.6-terra': { price: [2, 12, 0.2, 2.5], tiers: true, size: large },
  'gpt-5.6-luna': { price: [0.2, 1.2, 0.02, 0.25], tiers: true },
  'gpt-5.5': { price: [5, 30, 0.5], tiers: true },
  'gpt-5.4': { price: [2.5, 15, 0.25], tiers: true, size: large },
  'gpt-5.4-mini': { price: [0.75, 4.5, 0.075], size: middle },
  'gpt-5.4-nano': { price: [0.2, 1.25, 0.02] },
  'gpt-5.2': { price: [1.75, 14, 0.175] },
  'gpt-5': { price: [1.25, 10, 0.125], size: middle },
  'gpt-5-mini': { price: [0.25, 2, 0.025], size: middle },
  'gpt-5-nano': { price: [0.05, 0.4, 0.005], size: middle },
  'gpt-4.1': { price: [2, 8, 0.5] },
  'gpt-4.1-mini': { price: [0.4, 1.6, 0.1] },
  'gpt-4o': { price: [2.5, 10, 1.25], size: { contextTokens: 128_000 } },
  'gpt-4o-mini': { price: [0.15, 0.6, 0.075], size: { contextTokens: 128_000 } },
};

const source =
  'Prices: https://developers.openai.com/api/docs/pricing as transcribed in September and October 2026; limits: pages of resellers that quote OpenAI';

/** Of a model or a dated snapshot of it. */
export function factsOf(id: string): Facts | undefined {
  // It cost more and wrote less than what is named gpt-4o today.
  if (id === 'gpt-4o-2024-05-13') return undefined;
  const row = rows[id.replace(/-\d{4}-\d\d-\d\d$/, '')];
  if (!row) return undefined;
  const price = row.price && toPrice(row.price, row.tiers ?? false);
  return { ...row.size, ...(price && { price }), source };
}

function toPrice(
  [input, output, cachedInput, cacheWrite]: NonNullable<Row['price']>,
  tiers: boolean,
): ModelPrice {
  const rates = { input, output, cachedInput, ...(cacheWrite !== undefined && { cacheWrite }) };
  if (!tiers) return rates;
  const long = {
    overTokens: 272_000,
    input: input * 2,
    output: times(output, 1.5),
    cachedInput: cachedInput * 2,
    ...(cacheWrite !== undefined && { cacheWrite: cacheWrite * 2 }),
  };
  return { ...rates, long };
}

/** Without the last digits of a binary fraction: 1.2 × 1.5 is 1.8. */
function times(price: number, factor: number): number {
  return Math.round(price * factor * 1e6) / 1e6;
}
