/** The characters that are tried, the plainest first. */
const plain = Array.from(
  'a1A-_. b2B@/:+,;=#%&!?*()[]{}<>|~$^\'"`\\cdefghijklmnopqrstuvwxyz034567890CDEFGHIJKLMNOPQRSTUVWXYZ\n\t\r' +
    'éßλЖ中あ한ا€😀',
);

/** A character that a class such as `[a-z0-9]` matches, another one for each variant; nothing if none is found. */
export function classSample(text: string, variant: number): string {
  const found = plain.filter((char) => isMatch(text, char));
  return found[variant % found.length] ?? searched(text) ?? '';
}

/** What an escape such as `\d`, `\p{L}`, `\u0041` or `\.` stands for; empty for places such as `\b`. */
export function escapeSample(text: string, variant: number): string {
  return text === '\\b' || text === '\\B' ? '' : classSample(text, variant);
}

const mostSearched = 0x3000;

function searched(text: string): string | undefined {
  for (let code = 0; code < mostSearched; code++) {
    if (isMatch(text, String.fromCodePoint(code))) return String.fromCodePoint(code);
  }
  return undefined;
}

function isMatch(text: string, char: string): boolean {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${text})$`, flags).test(char);
    } catch {
      // Unicode mode refuses some escapes that work without.
    }
  }
  return false;
}
