import { likeness, pairsOf } from '../text/likeness.ts';

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
