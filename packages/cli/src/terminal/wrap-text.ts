import { stripVTControlCharacters } from 'node:util';

export interface Wrapper {
  /** Writes the whole words so far; the last, unfinished one waits for more. */
  push(text: string): void;
  /** Writes what waits, and ends the line. */
  end(): void;
}

/** Breaks text between words while it arrives in pieces; its own line breaks and leading blanks stay. Every line begins with the indent. */
export function wrapText(write: (text: string) => void, width: number, indent: string): Wrapper {
  let column = 0;
  let gap = '';
  let word = '';
  const flush = (): void => {
    if (word === '') return;
    const isBreak = column > 0 && column + gap.length + lengthOf(word) > width;
    const lead = column === 0 ? indent + gap : isBreak ? `\n${indent}` : gap;
    write(lead + word);
    column = (column === 0 || isBreak ? 0 : column) + lead.replace('\n', '').length + lengthOf(word);
    word = gap = '';
  };
  const endLine = (): void => {
    flush();
    write('\n');
    column = 0;
    gap = '';
  };
  return {
    push(text) {
      for (const piece of text.split(/(\r?\n|[ \t]+)/)) {
        if (piece === '') continue;
        if (piece.endsWith('\n')) endLine();
        else if (/^[ \t]/.test(piece)) {
          flush();
          gap = column === 0 ? (gap + piece.replaceAll('\t', '  ')).slice(0, 12) : ' ';
        } else word += piece;
      }
    },
    end() {
      flush();
      if (column > 0) write('\n');
      column = 0;
    },
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

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
