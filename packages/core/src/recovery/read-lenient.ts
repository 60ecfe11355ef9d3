import type { Repair } from '../contracts/repair.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { type Draft, isDraftArray, Word } from '../schema/coerce-draft.ts';
import { skipBlanks } from './lenient-blanks.ts';
import { skipEnding, skipOpening, withoutEscapeLayer, withoutOuterQuotes } from './lenient-envelope.ts';
import { keyAhead, knownKeysHere } from './lenient-keys.ts';
import {
  fail,
  failTruncated,
  type Frame,
  listRepairs,
  note,
  openSource,
  type Problem,
  type Source,
} from './lenient-source.ts';
import { opensString, readString } from './lenient-string.ts';
import { readToken } from './lenient-token.ts';

export type LenientReading =
  | {
      readonly ok: true;
      readonly value: Draft;
      readonly repairs: readonly Repair[];
      /** Characters looked at. */
      readonly steps: number;
    }
  | { readonly ok: false; readonly problem: Problem; readonly steps: number };

const deepest = 500;

/**
 * Reads JSON as models write it. Mends what can be read in one way only, in time linear in the text; `schema` decides where names and
 * types are needed for that. Numbers keep their text. What ends early is refused, never completed.
 */
export function readLenient(text: string, schema?: JsonSchema): LenientReading {
  const reading = readWhole(text, schema);
  if (reading.ok) return reading;
  const inner = withoutEscapeLayer(text);
  const unwrapped = inner ?? withoutOuterQuotes(text);
  if (unwrapped === undefined || !isJson(unwrapped)) return reading;
  const again = readWhole(unwrapped, schema);
  if (!again.ok) return reading;
  const repair: Repair =
    inner === undefined
      ? { kind: 'stringified', path: '', detail: 'quotes around the whole dropped' }
      : { kind: 'escape', path: '', detail: 'a layer of escapes around the whole dropped' };
  return { ...again, repairs: [repair, ...again.repairs], steps: reading.steps + again.steps };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readWhole(text: string, schema: JsonSchema | undefined): LenientReading {
  const source = openSource(text, schema);
  const value = skipOpening(source) ? readRoot(source) : undefined;
  const { steps, problem } = source;
  if (value === undefined || !skipEnding(source) || source.problem) {
    const unknown: Problem = { code: 'malformed_arguments', what: 'not JSON', position: source.at };
    return { ok: false, problem: source.problem ?? problem ?? unknown, steps: source.steps };
  }
  return { ok: true, value, repairs: listRepairs(source), steps };
}

/** What may come next. */
type Mode = 'value' | 'first' | 'next' | 'after';

function readRoot(source: Source): Draft | undefined {
  let mode: Mode | undefined = 'value';
  let last: Draft | undefined;
  const give = (draft: Draft): Mode => {
    last = draft;
    place(source.frames.at(-1), draft);
    return 'after';
  };
  while (mode !== undefined) {
    const before = source.at;
    if (!skipBlanks(source, mayTakeValue(source, mode))) return undefined;
    const commented = isComment(source, before);
    if (commented && mode === 'after' && last instanceof Word) {
      return fail(source, 'text without quotes', before);
    }
    if (mode === 'after' && source.frames.length === 0) return last;
    if (source.at >= source.text.length) return failTruncated(source, whatIsOpen(source));
    if (mode === 'value') mode = readValue(source, give, commented);
    else if (mode === 'after') mode = readAfter(source, last, give);
    else mode = readMember(source, mode, give, commented);
  }
  return undefined;
}

function mayTakeValue({ frames }: Source, mode: Mode): boolean {
  return mode === 'value' || (mode !== 'after' && frames.at(-1)?.kind === 'array');
}

/** Whether a comment was skipped. Beside a word, what looks like one may be part of its text. */
function isComment({ text, at, repairs }: Source, from: number): boolean {
  return repairs.has('comment') && /\S/.test(text.slice(from, at));
}

function whatIsOpen({ frames }: Source): string {
  const kind = frames.at(-1)?.kind;
  return kind === undefined ? 'before the arguments' : `inside an ${kind}`;
}

function place(frame: Frame | undefined, draft: Draft): void {
  if (frame?.kind === 'array') frame.items.push(draft);
  else if (frame?.key !== undefined) {
    frame.entries.set(frame.key, draft);
    frame.key = undefined;
  }
}

type Give = (draft: Draft) => Mode;

function readValue(source: Source, give: Give, commented: boolean): Mode | undefined {
  const char = source.text[source.at] ?? '';
  if (char === '{' || char === '[') return openFrame(source, char === '{' ? 'object' : 'array');
  const draft = opensString(char) ? readString(source, 'value') : readToken(source);
  if (commented && draft instanceof Word) return fail(source, 'text without quotes');
  return draft === undefined ? undefined : checked(source, draft, give);
}

/** A key that is there twice is no harm if both say the same. */
function checked(source: Source, draft: Draft, give: Give): Mode | undefined {
  const frame = source.frames.at(-1);
  if (frame?.key !== undefined && frame.entries.has(frame.key)) {
    if (JSON.stringify(frame.entries.get(frame.key)) !== JSON.stringify(draft)) {
      return fail(
        source,
        `the key ${JSON.stringify(frame.key.slice(0, 40))} is there twice with different values`,
      );
    }
    note(source, 'surplus', 'a key that is there twice with the same value');
  }
  return give(draft);
}

function openFrame(source: Source, kind: Frame['kind']): Mode | undefined {
  if (source.frames.length >= deepest) {
    source.problem ??= { code: 'too_large', what: `more than ${deepest} levels deep`, position: source.at };
    return undefined;
  }
  source.frames.push({ kind, entries: new Map(), items: [], key: undefined });
  source.at++;
  return 'first';
}

function closeFrame(source: Source, give: Give): Mode | undefined {
  const frame = source.frames.pop();
  source.at++;
  if (frame === undefined) return undefined;
  // `fromEntries` makes `__proto__` a member like any other.
  return checked(source, frame.kind === 'array' ? frame.items : Object.fromEntries(frame.entries), give);
}

function closes(source: Source): boolean {
  return source.text[source.at] === (source.frames.at(-1)?.kind === 'object' ? '}' : ']');
}

/** Behind an opening bracket or a comma. */
function readMember(
  source: Source,
  mode: 'first' | 'next',
  give: Give,
  commented: boolean,
): Mode | undefined {
  if (closes(source)) {
    if (mode === 'next') note(source, 'comma', 'surplus commas dropped');
    return closeFrame(source, give);
  }
  const frame = source.frames.at(-1);
  if (source.text[source.at] === ',') {
    // In an array a value may be missing between two commas.
    if (frame?.kind === 'array') return fail(source, 'a value is missing before a comma');
    note(source, 'comma', 'surplus commas dropped');
    source.at++;
    return mode;
  }
  if (frame?.kind === 'array') return readValue(source, give, commented);
  return readKey(source, frame);
}

function readKey(source: Source, frame: Frame | undefined): Mode | undefined {
  const key = opensString(source.text[source.at] ?? '') ? readString(source, 'key') : readBareKey(source);
  if (key === undefined || frame === undefined || !skipBlanks(source)) return undefined;
  if (source.text[source.at] !== ':') return fail(source, 'a colon is missing behind a key');
  source.at++;
  frame.key = key;
  return 'value';
}

function readBareKey(source: Source): string | undefined {
  const key = /^[\p{L}\p{N}_$][\p{L}\p{N}_$-]{0,99}(?=\s*:)/u.exec(
    source.text.slice(source.at, source.at + 120),
  )?.[0];
  if (key === undefined) return fail(source, 'a key is missing');
  note(source, 'unquoted', 'keys without quotes');
  source.steps += key.length;
  source.at += key.length;
  return key;
}

/** Behind a complete value. */
function readAfter(source: Source, last: Draft | undefined, give: Give): Mode | undefined {
  if (source.text[source.at] === ',') {
    source.at++;
    return 'next';
  }
  if (closes(source)) return closeFrame(source, give);
  if (commaIsMissing(source, last)) {
    note(source, 'comma', 'missing commas added');
    return 'next';
  }
  const kind = source.frames.at(-1)?.kind === 'object' ? '}' : ']';
  return fail(source, `expected "," or "${kind}"`);
}

function commaIsMissing(source: Source, last: Draft | undefined): boolean {
  const { text, at } = source;
  const frame = source.frames.at(-1);
  const isContainer = typeof last === 'object' && last !== null;
  if (frame?.kind === 'array')
    return isContainer && text[at] === (isDraftArray(last) ? '[' : '{') && isPlain(last);
  const key = keyAhead(source, at);
  if (key === undefined) return false;
  // Behind a string its own content might go on.
  return (typeof last !== 'string' && isPlain(last)) || knownKeysHere(source).has(key);
}

/** Not a word or number kept as text: those may go on. */
function isPlain(draft: Draft | undefined): boolean {
  return (
    typeof draft !== 'object' ||
    draft === null ||
    isDraftArray(draft) ||
    Object.getPrototypeOf(draft) === Object.prototype
  );
}
