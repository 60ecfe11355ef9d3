import { isJsonObject } from '../lib/json.ts';

/**
 * Whether a repaired text still says all that the original said and no more: the keys, strings, numbers and literals of its JSON occur
 * in the original in the same order, with nothing but brackets, quotes, commas, colons and blanks before, between and behind them.
 */
export function keepsText(original: string, repaired: string): boolean {
  const contents = contentsOf(repaired);
  if (contents === undefined) return false;
  const text = decodeEscapes(original);
  let at = 0;
  // Two quotes side by side are all that is to be seen of an empty string.
  if (contents.includes('') && !/""|''|“”|‘’/.test(text)) return false;
  for (const content of contents) {
    if (content.trim() === '') continue;
    const start = skipPunctuation(text, at, content);
    if (start === undefined) return false;
    at = start + content.length;
  }
  return /^[\s{}[\],:"'`“”‘’;]*$/.test(text.slice(at));
}

/** Where `content` begins behind punctuation only; content may begin with punctuation itself. */
function skipPunctuation(text: string, from: number, content: string): number | undefined {
  for (let at = from; at <= text.length; at++) {
    if (text.startsWith(content, at)) return at;
    if (!/[\s{}[\],:"'`“”‘’;]/.test(text[at] ?? 'x')) return undefined;
  }
  return undefined;
}

/** What the leaves and keys of a JSON text say, in the order of the text. */
function contentsOf(json: string): string[] | undefined {
  try {
    if (!isJsonObject(JSON.parse(json))) return undefined;
  } catch {
    return undefined;
  }
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/g) ?? [];
  return tokens.map((token) => (token.startsWith('"') ? String(JSON.parse(token)) : token));
}

const escapes = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
]);

function decodeEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (whole, code?: string, char?: string) =>
    code === undefined ? (escapes.get(char ?? '') ?? whole) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
