import type { Place } from './config-file.ts';

/** Turns offsets of a text into lines and columns. */
export function linesOf(text: string): { readonly placeAt: (offset: number) => Place } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    placeAt(offset) {
      const line = starts.findLastIndex((start) => start <= offset);
      return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
    },
  };
}
