/** The fenced code blocks of a Markdown text: language, further words of the info string, first line of the code (from 1), code. */
export function codeBlocks(markdown) {
  const blocks = [];
  let open;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})\s*(.*)$/.exec(line);
    if (!open && fence) {
      const [language = '', ...flags] = fence[3].trim().split(/\s+/);
      open = { marker: fence[2], indent: fence[1].length, language, flags, line: index + 2, lines: [] };
    } else if (open && fence && fence[2].startsWith(open.marker) && fence[3] === '') {
      const { language, flags, line: start, lines } = open;
      blocks.push({ language, flags, line: start, code: lines.join('\n') });
      open = undefined;
    } else if (open) {
      open.lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
    }
  }
  return blocks;
}
