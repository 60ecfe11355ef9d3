import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from './terminal.ts';
import { wrapped } from './wrap-text.ts';

/** Rows of cells in columns; the last column takes what is left of the width and goes on below itself. */
export function columns(rows: readonly (readonly string[])[], width: number, indent = '  '): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(0, ...rows.map((row) => lengthOf(row[at] ?? ''))),
  );
  return rows.map((row) => line(row, widths, width, indent)).join('');
}

/** Rows under a head. */
export function table(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const titles = head.map((title) => terminal.style('dim', title));
  return columns([titles, ...rows], terminal.width, '');
}

function line(row: readonly string[], widths: readonly number[], width: number, indent: string): string {
  let lead = indent;
  for (const [at, cell] of row.slice(0, -1).entries())
    lead += cell + ' '.repeat((widths[at] ?? 0) - lengthOf(cell) + 2);
  const last = row.at(-1) ?? '';
  const column = lengthOf(lead);
  // A last column that is too narrow to read in starts on a line of its own.
  if (width - column < 24 && lengthOf(last) > width - column)
    return `${lead.trimEnd()}\n${wrapped(last, width, `${indent}    `)}`;
  const text = wrapped(last, width, ' '.repeat(column)).slice(column);
  return `${`${lead}${text}`.trimEnd()}\n`;
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
