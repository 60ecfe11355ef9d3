/** Characters of a file that are compared; beyond it the comparison is not worth its time. */
const maxChars = 1_000_000;
const maxShown = 30;

/** In words for a model: the part of a text that is most like another, and how it differs. */
export function nearestLines(text: string, wanted: string): string {
  const lines = text.slice(0, maxChars).split(/\r?\n/);
  const wantedLines = wanted.split(/\r?\n/);
  const loose = lines.map(squeezed);
  const from = startOf(loose, wantedLines.map(squeezed));
  if (from === undefined) return 'Nothing in it is like it: read the file again.';
  const shown = lines.slice(from, from + Math.min(wantedLines.length, maxShown));
  const onlyBlanks = wantedLines.every((line, at) => squeezed(line) === loose[from + at]);
  const where =
    shown.length === 1 ? `Line ${from + 1} is` : `Lines ${from + 1} to ${from + shown.length} are`;
  return `${where} ${onlyBlanks ? 'the same but for white space' : 'most like it'}:\n${shown.join('\n').slice(0, 4_000)}`;
}

/** Goes by the line of the wanted text that says most: the longest. */
function startOf(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const anchor = wanted.reduce(
    (best, line, at) => (line.length > (wanted[best] ?? '').length ? at : best),
    0,
  );
  const pairs = pairsOf(wanted[anchor] ?? '');
  let best: number | undefined;
  let bestScore = 0.4;
  lines.forEach((line, at) => {
    const start = Math.max(0, at - anchor);
    // Of several lines that are alike, the one whose neighbours are right.
    const neighbours = wanted.filter(
      (other, offset) => other !== '' && lines[start + offset] === other,
    ).length;
    const score = likeness(pairs, line) + neighbours / wanted.length / 10;
    if (score > bestScore) [best, bestScore] = [start, score];
  });
  return best;
}

function squeezed(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}

function pairsOf(line: string): ReadonlySet<string> {
  return new Set(
    Array.from({ length: Math.max(0, Math.min(line.length, 500) - 1) }, (_, at) => line.slice(at, at + 2)),
  );
}

/** Share of the pairs of letters that two lines have in common, 0 to 1. */
function likeness(pairs: ReadonlySet<string>, line: string): number {
  const others = pairsOf(line);
  if (pairs.size + others.size === 0) return 0;
  let common = 0;
  for (const pair of others) if (pairs.has(pair)) common++;
  return (2 * common) / (pairs.size + others.size);
}
