import { nextSolid, commentEnd } from './lenient-blanks.ts';
import { accept, decodeString } from './lenient-decode.ts';
import { readInnerQuotes } from './lenient-inner-quotes.ts';
import { keyAhead, knownKeysHere } from './lenient-keys.ts';
import { fail, note, type Source } from './lenient-source.ts';

const closersOf = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”“'],
  ['”', '”“'],
  ['„', '”“'],
  ['‘', '’‘'],
  ['’', '’‘'],
]);

/** Whether a string can begin with this character. */
export function opensString(char: string): boolean {
  return closersOf.has(char);
}

/** Reads the string that begins here. `undefined`: it cannot be read with certainty, and the source says why. */
export function readString(source: Source, role: 'key' | 'value'): string | undefined {
  const { text, at } = source;
  const opener = text[at] ?? '';
  const closers = closersOf.get(opener) ?? '"';
  const triple = opener.repeat(3);
  if (role === 'value' && (opener === '"' || opener === "'") && text.startsWith(triple, at)) {
    return readTriple(source, triple);
  }
  let unsure = false;
  const decoded = decodeString(source, at + 1, closers, (quote) => {
    if (endsWell(source, quote + 1, role)) return 'close';
    unsure = true;
    return 'give-up';
  });
  if (decoded) {
    noteOpener(source, opener);
    if (opener === '`' && decoded.value.includes('${')) return fail(source, 'a template with ${…}', at);
    return accept(source, decoded);
  }
  if (!unsure) return undefined;
  if (role === 'key') return fail(source, 'a key with a stray quote', at);
  const inner = readInnerQuotes(source, at, closers);
  if (inner === undefined) return undefined;
  noteOpener(source, opener);
  note(source, 'inner-quotes', 'quotes inside a string taken as text');
  return accept(source, inner);
}

function noteOpener(source: Source, opener: string): void {
  if (opener !== '"') note(source, 'quotes', `strings in ${opener} instead of "`);
}

/** Whether what follows a quote lets a string end there. */
function endsWell(source: Source, from: number, role: 'key' | 'value'): boolean {
  const { text, frames } = source;
  const at = nextSolid(source, from);
  const char = text[at] ?? '';
  if (role === 'key') return char === ':' || commentEnd(text, at) !== undefined;
  if (char === '' || char === ',' || commentEnd(text, at) !== undefined) return true;
  const frame = frames.at(-1);
  // Outside of all brackets there is no doubt: whatever follows is read as a rest.
  if (frame === undefined) return true;
  if (char === (frame.kind === 'object' ? '}' : ']')) return true;
  const key = frame.kind === 'object' ? keyAhead(source, at) : undefined;
  return key !== undefined && knownKeysHere(source).has(key);
}

/** Three quotes in a row open a text that the next three close. */
function readTriple(source: Source, triple: string): string | undefined {
  const { text, at } = source;
  const decoded = decodeString(source, at + 3, triple.slice(0, 1), (quote) =>
    text.startsWith(triple, quote) ? 'close' : 'inner',
  );
  if (decoded === undefined) return undefined;
  const end = decoded.end + 2;
  if (text[end] === triple[0] || /^$|^["']|^\s*[,:}\]]/.test(decoded.value)) {
    return fail(source, 'three quotes in a row that can be read in two ways', at);
  }
  note(source, 'quotes', `strings in ${triple} instead of "`);
  return accept(source, { ...decoded, end });
}
