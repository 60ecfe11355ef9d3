/** Lines with their numbers before them, as the model's own tools write them: six columns, a tab, the line. */
export function numberedLines(text: string, from = 1, to = Infinity): string {
  return text
    .split(/\r?\n/)
    .slice(from - 1, to)
    .map((line, at) => `${String(at + from).padStart(6)}\t${line}`)
    .join('\n');
}
