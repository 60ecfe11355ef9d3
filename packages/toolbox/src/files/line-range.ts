export interface LineRange {
  readonly text: string;
  /** What is left out, in words for the model; absent when nothing is. */
  readonly note?: string;
  readonly from: number;
  readonly to: number;
  readonly total: number;
}

export interface AskedLines {
  /** Default 1. */
  readonly fromLine?: number | undefined;
  readonly lines?: number | undefined;
  /** The first character of that line, counted from 1: for a line that is longer than what fits. Without it lines come whole. */
  readonly fromChar?: number | undefined;
}

/** Whole lines of a text, as many as fit into `maxChars`, or a part of one that is longer. Lines count from 1; a line end at the end begins no new line. */
export function lineRange(text: string, asked: AskedLines, maxChars: number): LineRange {
  const { fromLine = 1, lines, fromChar } = asked;
  const all = text.split(/(?<=\n)/);
  const total = all.length;
  if (fromLine > total)
    return {
      text: '',
      from: fromLine,
      to: total,
      total,
      note: `[there is no line ${fromLine}: it has ${total} lines]`,
    };
  const first = all[fromLine - 1] ?? '';
  if (fromChar !== undefined || first.length > maxChars)
    return partOf(first, { at: fromLine, total, fromChar: fromChar ?? 1, maxChars });
  const wanted = all.slice(fromLine - 1, lines === undefined ? undefined : fromLine - 1 + lines);
  let size = 0;
  const cut = wanted.findIndex((line) => (size += line.length) > maxChars);
  const shown = cut < 0 ? wanted : wanted.slice(0, cut);
  const to = fromLine + shown.length - 1;
  const range = { from: fromLine, to, total };
  if (fromLine === 1 && to === total) return { ...range, text: shown.join('') };
  const more = to < total ? `; go on with from_line ${to + 1}` : '';
  return { ...range, text: shown.join(''), note: `[lines ${fromLine} to ${to} of ${total}${more}]` };
}

interface Part {
  /** The number of the line. */
  readonly at: number;
  readonly total: number;
  readonly fromChar: number;
  readonly maxChars: number;
}

/** Characters of one line, without its end and never half of a pair. */
function partOf(line: string, { at, total, fromChar, maxChars }: Part): LineRange {
  const all = line.replace(/\r?\n$/, '');
  const range = { from: at, to: at, total };
  if (fromChar > Math.max(all.length, 1)) {
    const note = `[line ${at} has no character ${fromChar}: it has ${all.length} characters]`;
    return { ...range, text: '', note };
  }
  let end = Math.min(all.length, fromChar - 1 + maxChars);
  if (end < all.length && (all.codePointAt(end - 1) ?? 0) > 0xffff) end--;
  const text = all.slice(fromChar - 1, end).toWellFormed();
  const next =
    end < all.length
      ? `; go on with from_line ${at}, from_char ${end + 1}`
      : at < total
        ? `; go on with from_line ${at + 1}`
        : '';
  return { ...range, text, note: `[line ${at}, characters ${fromChar} to ${end} of ${all.length}${next}]` };
}
