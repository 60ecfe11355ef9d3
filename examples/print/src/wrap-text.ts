export interface Wrapper {
  /** Writes the whole words so far; the last, unfinished one waits for more. */
  push(text: string): void;
  /** Writes what waits, and ends the line. */
  end(): void;
}

/**
 * Breaks text between words while it arrives in pieces; every line begins with the indent. A word that no line holds is broken, too.
 * `column` is where the first line stands already.
 */
export function wrapText(write: (text: string) => void, width: number, indent: string, column = 0): Wrapper {
  const most = width - indent.length;
  // What fits; else up to a sign after which a break reads well; else as much as fits.
  const pieces = new RegExp(`.{1,${most}}$|.{1,${most - 1}}[,/&]|.{1,${most}}`, 'gu');
  let waiting = '';
  const put = (word: string, at: number): void => {
    const isBreak = column > 0 && (at > 0 || column + 1 + word.length > width);
    if (isBreak) write('\n');
    const lead = column === 0 || isBreak ? indent : ' ';
    write(lead + word);
    column = (column === 0 || isBreak ? 0 : column) + lead.length + word.length;
  };
  const flush = (): void => {
    waiting.match(pieces)?.forEach(put);
    waiting = '';
  };
  const endLine = (): void => {
    flush();
    if (column > 0) write('\n');
    column = 0;
  };
  return {
    push(text) {
      for (const piece of text.split(/(\s+)/)) {
        if (piece === '') continue;
        if (/\S/.test(piece)) waiting += piece;
        else if (piece.includes('\n')) endLine();
        else flush();
      }
    },
    end: endLine,
  };
}

/** A whole text in lines of at most `width` characters. */
export function wrapped(text: string, width: number, indent: string, column = 0): string {
  let all = '';
  const wrapper = wrapText((piece) => void (all += piece), width, indent, column);
  wrapper.push(text);
  wrapper.end();
  return all;
}
