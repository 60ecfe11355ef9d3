export interface Wrapper {
  /** Writes the whole words so far; the last, unfinished one waits for more. */
  push(text: string): void;
  /** Writes what waits, and ends the line. */
  end(): void;
}

/** Breaks text between words while it arrives in pieces; every line begins with the indent. */
export function wrapText(write: (text: string) => void, width: number, indent: string): Wrapper {
  let column = 0;
  let waiting = '';
  const flush = (): void => {
    if (waiting === '') return;
    const isBreak = column > 0 && column + 1 + waiting.length > width;
    if (isBreak) write('\n');
    const lead = column === 0 || isBreak ? indent : ' ';
    write(lead + waiting);
    column = (column === 0 || isBreak ? 0 : column) + lead.length + waiting.length;
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
export function wrapped(text: string, width: number, indent: string): string {
  let all = '';
  const wrapper = wrapText((piece) => void (all += piece), width, indent);
  wrapper.push(text);
  wrapper.end();
  return all;
}
