/** A part of a text that a search has found. */
export interface Found<Kind extends string = string> {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A search for one kind of thing, in folded text. */
export interface Rule<Kind extends string = string> {
  readonly kind: Kind;
  /** With the flag `g`. A group named `it` is the part that counts; without one all of it. */
  readonly pattern: RegExp;
  /** Whether what was matched is meant, as its digits tell. */
  readonly check?: (match: string, groups: Readonly<Record<string, string | undefined>>) => boolean;
}

/** What the rules find, in order, each place once: of two that overlap the one that begins first, or is longer. */
export function findByRules<Kind extends string>(text: string, rules: readonly Rule<Kind>[]): Found<Kind>[] {
  const found: Found<Kind>[] = [];
  for (const { kind, pattern, check } of rules) {
    for (const match of text.matchAll(pattern)) {
      const [whole] = match;
      const groups = match.groups ?? {};
      const it = groups['it'] ?? whole;
      const start = match.index + (groups['it'] === undefined ? 0 : whole.lastIndexOf(it));
      if (it === '' || check?.(it, groups) === false) continue;
      found.push({ kind, start, end: start + it.length, text: it });
    }
  }
  return withoutOverlaps(found);
}

export function withoutOverlaps<Kind extends string>(found: readonly Found<Kind>[]): Found<Kind>[] {
  const sorted = found.toSorted((one, other) => one.start - other.start || other.end - one.end);
  const kept: Found<Kind>[] = [];
  for (const next of sorted) {
    if (next.start >= (kept.at(-1)?.end ?? 0)) kept.push(next);
  }
  return kept;
}
