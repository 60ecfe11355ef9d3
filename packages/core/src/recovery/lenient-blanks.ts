import { note, type Source } from './lenient-source.ts';

/** Skips white space and comments. Where a value may stand, what only might be a comment is left. False when a comment does not end. */
export function skipBlanks(source: Source, valueMayStand = false): boolean {
  const { text } = source;
  const from = source.at;
  for (;;) {
    const code = text.charCodeAt(source.at);
    if (isBlank(code)) source.at++;
    else if (isOddBlank(code)) {
      note(source, 'surplus', 'a blank that JSON does not have dropped');
      source.at++;
    } else {
      const end = commentEnd(text, source.at, valueMayStand);
      if (end === undefined) break;
      note(source, 'comment', 'a comment dropped');
      source.at = end;
    }
  }
  source.steps += source.at - from + 1;
  return source.problem === undefined;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Byte order mark, no-break and other Unicode spaces, line separators, vertical tab, form feed. */
function isOddBlank(code: number): boolean {
  if (code < 160) return code === 11 || code === 12;
  return (
    code === 0xa0 ||
    code === 0xfeff ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x3000
  );
}

/**
 * Behind the comment at `at`; undefined when there is none. A comment with a double quote in it is none, since it might as well be the
 * rest of a string; so is `#word`, and `//word` where a value may stand.
 */
export function commentEnd(text: string, at: number, valueMayStand = false): number | undefined {
  const opener = /(?:#|\/\/|\/\*)/y;
  opener.lastIndex = at;
  const mark = opener.exec(text)?.[0];
  if (mark === undefined) return undefined;
  const behind = text[at + mark.length] ?? '\n';
  if ((valueMayStand || mark === '#') && !/[\s#/*]/.test(behind)) return undefined;
  const stop = mark === '/*' ? /["“”]|\*\//g : /["“”]|\n/g;
  stop.lastIndex = at + mark.length;
  const found = stop.exec(text);
  if (found === null) return mark === '/*' ? undefined : text.length;
  return /["“”]/.test(found[0]) ? undefined : stop.lastIndex;
}

/** The offset of the next character that is no blank; comments are not skipped. */
export function nextSolid(source: Source, from: number): number {
  const { text } = source;
  let at = from;
  while (isBlank(text.charCodeAt(at)) || isOddBlank(text.charCodeAt(at))) at++;
  source.steps += at - from + 1;
  return at;
}
