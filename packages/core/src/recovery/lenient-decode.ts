import { type EscapeTally, readEscape } from './lenient-escape.ts';
import { fail, failTruncated, note, type Source } from './lenient-source.ts';

/** What a quote inside a string is: its end, content, or a reason to give up. */
export type QuoteVerdict = 'close' | 'inner' | 'give-up';

export interface Decoded {
  readonly value: string;
  /** Behind the closing quote. */
  readonly end: number;
  readonly controls: number;
  readonly escapes: number;
  /** It has escapes whose backslashes might stand for themselves. */
  readonly doubtful: boolean;
}

/** Decodes a string from behind its opening quote to the quote that `judge` calls its end. */
export function decodeString(
  source: Source,
  from: number,
  closers: string,
  judge: (at: number) => QuoteVerdict,
): Decoded | undefined {
  const { text } = source;
  const [first, last] = [closers.charCodeAt(0), closers.charCodeAt(closers.length - 1)];
  const tally: EscapeTally = { kept: false, doubtful: false, quotes: false, dropped: 0 };
  let value = '';
  let start = from;
  let controls = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) {
      const escape = readEscape(text, at, closers, tally);
      if (at + 1 >= text.length) break;
      if (!escape.ok) return fail(source, escape.what, at);
      value += text.slice(start, at) + escape.text;
      start = escape.end;
      at = escape.end - 1;
    } else if (code < 32) controls++;
    else if (code === first || code === last) {
      const verdict = judge(at);
      if (verdict === 'inner') continue;
      source.steps += at - from;
      if (verdict === 'give-up') return undefined;
      return finish(source, value + text.slice(start, at), at + 1, controls, tally);
    }
  }
  source.steps += text.length - from;
  return failTruncated(source, 'inside a string');
}

function finish(
  source: Source,
  value: string,
  end: number,
  controls: number,
  tally: EscapeTally,
): Decoded | undefined {
  source.keptEscapes ||= tally.kept;
  source.doubtfulEscapes ||= tally.doubtful || tally.dropped > 0;
  // One string that shows raw backslashes makes those of all others doubtful; raw newlines only those of their own.
  if ((source.keptEscapes && source.doubtfulEscapes) || (controls > 0 && tally.doubtful)) {
    return fail(source, 'backslashes that may be escapes or stand for themselves', end - 1);
  }
  if (!value.isWellFormed()) return fail(source, 'a \\u escape for half a character', end - 1);
  const doubtful = tally.doubtful || tally.quotes;
  return { value, end, controls, escapes: tally.dropped + (tally.kept ? 1 : 0), doubtful };
}

/** Takes a decoded string over: moves behind it and notes what was mended. */
export function accept(source: Source, decoded: Decoded): string {
  note(
    source,
    'control-character',
    'raw newlines or control characters in a string',
    decoded.controls > 0 ? 1 : 0,
  );
  note(source, 'escape', 'escapes that JSON does not have', decoded.escapes > 0 ? 1 : 0);
  source.at = decoded.end;
  return decoded.value;
}
