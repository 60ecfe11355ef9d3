const start = '<!-- figures -->';
const end = '<!-- /figures -->';

/** The document with other text between its two marks. Throws `TypeError` when it has none. */
export function replaceSection(document: string, text: string): string {
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new TypeError(`The document has no ${start} … ${end}.`);
  return `${document.slice(0, from + start.length)}\n\n${text.trim()}\n\n${document.slice(to)}`;
}
