/** A text in pieces of `size` characters (code points); no pieces for an empty one. */
export function chunkText(text: string, size: number): string[] {
  if (text.length <= size) return text === '' ? [] : [text];
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += size) pieces.push(characters.slice(at, at + size).join(''));
  return pieces;
}
