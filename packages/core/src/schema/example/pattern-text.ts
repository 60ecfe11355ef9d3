import { classSample, escapeSample } from './pattern-class.ts';
import type { Scope } from './scope.ts';

/**
 * A text that a regular expression probably matches; each repetition runs `stretch` more times than it must. Undefined for what it
 * cannot read. What looks ahead or behind is passed over: the caller matches the text.
 */
export function patternText(pattern: string, scope: Scope, stretch = 0): string | undefined {
  const reader: Reader = { pattern, at: 0, stretch, scope, groups: [], names: new Map() };
  try {
    const text = readAlternatives(reader)();
    return reader.at === pattern.length ? text : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

interface Reader {
  readonly pattern: string;
  at: number;
  readonly stretch: number;
  readonly scope: Scope;
  /** What each capturing group gave last, for references back to it. */
  readonly groups: string[];
  readonly names: Map<string, number>;
}

type Piece = () => string;

function readAlternatives(reader: Reader): Piece {
  const branches = [readSequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at++;
    branches.push(readSequence(reader));
  }
  const { choices } = reader.scope;
  return () => (branches.length === 1 ? branches[0] : branches[choices.take(branches.length)])?.() ?? '';
}

function readSequence(reader: Reader): Piece {
  const pieces: Piece[] = [];
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern.charAt(reader.at))) {
    pieces.push(readQuantified(reader, readAtom(reader)));
  }
  return () => pieces.map((piece) => piece()).join('');
}

function readQuantified(reader: Reader, piece: Piece): Piece {
  const found = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(reader.pattern.slice(reader.at));
  if (found === null) return piece;
  reader.at += found[0].length;
  const [, sign, least = '0', comma, most = ''] = found;
  const low = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
  const high = sign === undefined ? boundOf(comma, most, low) : sign === '?' ? 1 : Infinity;
  const times = Math.min(low + reader.stretch, high, 10_000);
  return () => {
    let text = '';
    for (let count = 0; count < times && text.length < 100_000; count++) text += piece();
    return text;
  };
}

function boundOf(comma: string | undefined, most: string, low: number): number {
  if (comma === undefined) return low;
  return most === '' ? Infinity : Number(most);
}

function readAtom(reader: Reader): Piece {
  const char = String.fromCodePoint(reader.pattern.codePointAt(reader.at) ?? 0);
  reader.at += char.length;
  switch (char) {
    case '^':
    case '$':
      return () => '';
    case '.':
      return () => 'x';
    case '(':
      return readGroup(reader);
    case '[':
      return readClass(reader);
    case '\\':
      return readEscape(reader);
    default:
      return () => char;
  }
}

function readGroup(reader: Reader): Piece {
  const lead = /^\?(?::|[=!]|<[=!]|<([^>]+)>)/.exec(reader.pattern.slice(reader.at));
  reader.at += lead?.[0].length ?? 0;
  const captures = lead === null || lead[1] !== undefined;
  const index = captures ? reader.groups.push('') : 0;
  if (lead?.[1] !== undefined) reader.names.set(lead[1], index);
  const inner = readAlternatives(reader);
  if (reader.pattern[reader.at++] !== ')') throw new SyntaxError('a group without an end');
  if (!captures) return lead?.[0] === '?:' ? inner : () => '';
  return () => (reader.groups[index - 1] = inner());
}

function readClass(reader: Reader): Piece {
  const end = classEnd(reader.pattern, reader.at);
  const sample = classSample(reader.pattern.slice(reader.at - 1, end + 1), reader.scope.variant);
  reader.at = end + 1;
  return () => sample;
}

function classEnd(pattern: string, from: number): number {
  for (let at = from; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === ']') return at;
  }
  throw new SyntaxError('a class without an end');
}

function readEscape(reader: Reader): Piece {
  const rest = reader.pattern.slice(reader.at);
  const back = /^(?:(\d+)|k<([^>]+)>)/.exec(rest);
  if (back !== null && back[1] !== '0') {
    reader.at += back[0].length;
    return () => reader.groups[(reader.names.get(back[2] ?? '') ?? Number(back[1])) - 1] ?? '';
  }
  const found = /^(?:[pP]\{[^}]+\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|[^])/u.exec(
    rest,
  );
  if (found === null) throw new SyntaxError('an escape without a character');
  reader.at += found[0].length;
  const sample = escapeSample(`\\${found[0]}`, reader.scope.variant);
  return () => sample;
}
