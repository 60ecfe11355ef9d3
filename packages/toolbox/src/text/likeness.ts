/** Each two letters that stand together in the first 500 characters of a text. */
export function pairsOf(text: string): ReadonlySet<string> {
  return new Set(
    Array.from({ length: Math.max(0, Math.min(text.length, 500) - 1) }, (_, at) => text.slice(at, at + 2)),
  );
}

/** Share of the pairs of letters that two texts have in common, 0 to 1. */
export function likeness(pairs: ReadonlySet<string>, text: string): number {
  const others = pairsOf(text);
  if (pairs.size + others.size === 0) return 0;
  let common = 0;
  for (const pair of others) if (pairs.has(pair)) common++;
  return (2 * common) / (pairs.size + others.size);
}
