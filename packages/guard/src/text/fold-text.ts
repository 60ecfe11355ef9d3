/** A text in the form in which it is searched, and where its characters stood. */
export interface FoldedText {
  readonly text: string;
  /** The place in the original of a part of the folded text. */
  readonly placeOf: (start: number, end: number) => { readonly start: number; readonly end: number };
}

/** Letters of other scripts that look like Latin ones, by the Latin letter. */
const lookalikes: Readonly<Record<string, string>> = {
  a: 'аαɑ', b: 'Ьʙ', c: 'сϲᴄ', d: 'ԁɗ', e: 'еєҽ', g: 'ɡց', h: 'һհ', i: 'іιɩı', j: 'јϳ', k: 'κкᴋ', l: 'ⅼӏ', m: 'мᴍ', n: 'пո',
  o: 'оοօᴏ', p: 'рρ', q: 'ԛ', r: 'гᴦ', s: 'ѕꜱ', t: 'тτᴛ', u: 'υսᴜ', v: 'νѵᴠ', w: 'ѡԝᴡ', x: 'хχ', y: 'уүγ', z: 'ᴢ',
  A: 'АΑ', B: 'ВΒ', C: 'СϹ', E: 'ЕΕ', H: 'НΗ', I: 'ІΙ', J: 'Ј', K: 'КΚ', M: 'МΜ', N: 'Ν', O: 'ОΟ', P: 'РΡ', S: 'Ѕ', T: 'ТΤ',
  X: 'ХΧ', Y: 'ҮΥ', Z: 'Ζ', '-': '‐‑‒–—―−', "'": '‘’ʼ′', '"': '“”″', '.': '․', '/': '⁄∕', ':': '∶',
}; // prettier-ignore

const latin: ReadonlyMap<string, string> = new Map(
  Object.entries(lookalikes).flatMap(([letter, others]) =>
    Array.from(others, (other) => [other, letter] as const),
  ),
);

/**
 * One form for what looks the same: compatibility forms (full width, mathematical letters), letters of other scripts, accents, and characters
 * that are not shown, which go. Characters of the tag block, which are not shown either but are read by models, become what they stand for.
 */
export function foldText(text: string): FoldedText {
  // The commonest text, and then there is nothing to do.
  if (/^[\0-\x7f]*$/.test(text)) return { text, placeOf: (start, end) => ({ start, end }) };
  const pieces: string[] = [];
  const starts: number[] = [];
  let at = 0;
  for (const char of text) {
    const folded = foldChar(char);
    pieces.push(folded);
    for (let unit = 0; unit < folded.length; unit++) starts.push(at);
    at += char.length;
  }
  const placeOf: FoldedText['placeOf'] = (start, end) => {
    const last = starts[end - 1] ?? 0;
    // One character may have become several, and what is not shown behind the last one goes with it.
    let behind = end;
    while (starts[behind] === last) behind++;
    return { start: starts[start] ?? 0, end: endOf(text, last, starts[behind] ?? text.length) };
  };
  return { text: pieces.join(''), placeOf };
}

function foldChar(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return char;
  if (code >= 0xe0020 && code <= 0xe007e) return String.fromCharCode(code - 0xe0000);
  if (/\p{Default_Ignorable_Code_Point}|\p{Mn}/u.test(char)) return '';
  const known = latin.get(char);
  if (known !== undefined) return known;
  if (/\p{Zs}/u.test(char)) return ' ';
  const plain = char.normalize('NFKD').replace(/\p{Mn}/gu, '');
  return Array.from(plain, (letter) => latin.get(letter) ?? letter).join('');
}

/** The end of the character at `last`, with what is not shown behind it, but no further than `limit`. */
function endOf(text: string, last: number, limit: number): number {
  let end = last + sizeAt(text, last);
  while (end < limit && /\p{Default_Ignorable_Code_Point}|\p{Mn}/u.test(charAt(text, end)))
    end += sizeAt(text, end);
  return Math.min(end, limit);
}

function charAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function sizeAt(text: string, at: number): number {
  return charAt(text, at).length;
}
