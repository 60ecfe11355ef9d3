/** What the escapes of one string came to. */
export interface EscapeTally {
  /** An escape that JSON does not have kept its backslash. */
  kept: boolean;
  /** Escapes that would read otherwise if backslashes stood for themselves. */
  doubtful: boolean;
  /** Escaped quotes: no proof that backslashes are escapes, nor that they are not. */
  quotes: boolean;
  /** Backslashes that only guarded a quote. */
  dropped: number;
}

export type Escape =
  | { readonly ok: true; readonly text: string; readonly end: number }
  | { readonly ok: false; readonly what: string };

const control = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads the escape at `at`, where the backslash is. `closer` are the characters that would end the string. */
export function readEscape(text: string, at: number, closer: string, tally: EscapeTally): Escape {
  const char = text[at + 1] ?? '';
  const end = at + 2;
  if (char === '"' || char === '/') {
    if (char === '"') tally.quotes = true;
    else tally.doubtful = true;
    return { ok: true, text: char, end };
  }
  const meant = control.get(char) ?? (char === '\\' ? char : undefined);
  if (meant !== undefined) {
    tally.doubtful = true;
    return { ok: true, text: meant, end };
  }
  if (char === 'u') return readUnicode(text, at, tally);
  if (char === "'" || (char !== '' && closer.includes(char))) {
    // In a shell, '\\'' needs its backslash.
    if (!closer.includes(char) && (text[at - 1] === char || text[end] === char)) {
      return { ok: false, what: `JSON has no escape \\${char}` };
    }
    tally.dropped++;
    tally.quotes = true;
    return { ok: true, text: char, end };
  }
  // Other languages have these, with other meanings: \x41, \v, \0, a line that goes on.
  if (/^[xvae0-9UN\r\n]$/.test(char)) {
    return { ok: false, what: `JSON has no escape \\${char === '\n' || char === '\r' ? 'newline' : char}` };
  }
  tally.kept = true;
  return { ok: true, text: `\\${char}`, end };
}

function readUnicode(text: string, at: number, tally: EscapeTally): Escape {
  const digits = text.slice(at + 2, at + 6);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) return { ok: false, what: 'a broken \\u escape' };
  tally.doubtful = true;
  return { ok: true, text: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
}
