import { skipBlanks } from './lenient-blanks.ts';
import { decodeString } from './lenient-decode.ts';
import { fail, note, openSource, type Source } from './lenient-source.ts';

/** Skips what models put before JSON: a fence, the word `json` on a line of its own. */
export function skipOpening(source: Source): boolean {
  if (!skipBlanks(source)) return false;
  const opening = /^(?:```[\w+-]*|~~~[\w+-]*|json(?=\s*\n)|`(?=\s*[{[]))/i.exec(
    source.text.slice(source.at, source.at + 40),
  );
  if (opening) {
    note(source, 'fence', 'a fence around the JSON dropped');
    source.at += opening[0].length;
  }
  return skipBlanks(source);
}

/** Skips what may follow JSON: closers too many, a comma, the end of a fence, end markers of chat templates. */
export function skipEnding(source: Source): boolean {
  const ending = /(?:[}\],;]|`{1,3}|~~~|<\|[^|<>\s]{1,40}\|>|<\/[\w:.-]{1,40}>)/y;
  for (;;) {
    if (!skipBlanks(source)) return false;
    if (source.at >= source.text.length) return true;
    ending.lastIndex = source.at;
    const found = ending.exec(source.text)?.[0];
    // Behind `{a: x}}` the bracket may belong to the word.
    if (found === undefined || (source.hasWords && /[}\]]/.test(found))) {
      fail(source, 'more text behind the arguments');
      return false;
    }
    if (/[`~]/.test(found)) note(source, 'fence', 'a fence around the JSON dropped');
    else if (found === ',') note(source, 'comma', 'surplus commas dropped');
    else note(source, 'surplus', `a surplus ${found} at the end dropped`);
    source.at += found.length;
  }
}

/** Text whose every quote is escaped, `{\"a\": 1}`: the text without that layer; undefined when it is not of that kind. */
export function withoutEscapeLayer(text: string): string | undefined {
  if (!/^(?:\\[nrt]|\s)*[{[](?:\\[nrt]|\s)*\\"/.test(text)) return undefined;
  const source = openSource(`${text}"`, undefined);
  const decoded = decodeString(source, 0, '"', (at) => (at === text.length ? 'close' : 'give-up'));
  return decoded?.value;
}

/** Whole arguments in quotes that were not escaped inside, `"{"a": 1}"`: what is between the quotes. */
export function withoutOuterQuotes(text: string): string | undefined {
  const found = /^\s*(["'`])\s*[{[]/.exec(text);
  const trimmed = text.trim();
  const quote = found?.[1];
  if (quote === undefined || trimmed.length < 4 || !trimmed.endsWith(quote)) return undefined;
  return /[}\]]\s*$/.test(trimmed.slice(0, -1).slice(-50)) ? trimmed.slice(1, -1) : undefined;
}
