export interface LineRange {
  readonly text: string;
  /** What is left out, in words for the model; absent when nothing is. */
  readonly note?: string;
  readonly from: number;
  readonly to: number;
  readonly total: number;
}

/** Whole lines of a text, as many as fit into `maxChars`. Lines count from 1; a line end at the end begins no new line. */
export function lineRange(
  text: string,
  fromLine: number,
  lines: number | undefined,
  maxChars: number,
): LineRange {
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
  const wanted = all.slice(fromLine - 1, lines === undefined ? undefined : fromLine - 1 + lines);
  let size = 0;
  const cut = wanted.findIndex((line) => (size += line.length) > maxChars);
  const shown = cut < 0 ? wanted : wanted.slice(0, Math.max(cut, 1));
  const to = fromLine + shown.length - 1;
  const range = { from: fromLine, to, total };
  const [first = ''] = shown;
  if (cut === 0) {
    const note = `[line ${fromLine} has ${first.length} characters, ${maxChars} of them shown]`;
    return { ...range, text: first.slice(0, maxChars).toWellFormed(), note };
  }
  if (fromLine === 1 && to === total) return { ...range, text: shown.join('') };
  const more = to < total ? `; go on with from_line ${to + 1}` : '';
  return { ...range, text: shown.join(''), note: `[lines ${fromLine} to ${to} of ${total}${more}]` };
}
