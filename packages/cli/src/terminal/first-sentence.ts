/** The first sentence of a text, on one line. */
export function firstSentence(text: string): string {
  const [first = ''] = text.trim().split(/(?<=[.!?:])\s/);
  return first.replace(/\s+/g, ' ');
}
