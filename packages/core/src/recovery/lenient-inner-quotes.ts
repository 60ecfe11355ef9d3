import { asksForString, nodesAlong } from '../schema/coerce-nodes.ts';
import { nextSolid } from './lenient-blanks.ts';
import { type Decoded, decodeString, type QuoteVerdict } from './lenient-decode.ts';
import { keyAhead, knownKeysHere } from './lenient-keys.ts';
import { fail, type Frame, pathOf, type Source } from './lenient-source.ts';

/**
 * A string with quotes inside that were not escaped. It ends at the first quote behind which the object goes on with a member that
 * the schema declares, or behind which everything ends. Quotes before it must be pairs, or stand where no other reading is possible.
 */
export function readInnerQuotes(source: Source, at: number, closers: string): Decoded | undefined {
  const frame = source.frames.at(-1);
  const nodes = source.schema === undefined ? [] : nodesAlong(source.schema, pathOf(source));
  if (frame === undefined || !asksForString(nodes)) {
    return fail(source, 'a quote inside a string that is not escaped', at);
  }
  let open = false;
  const decoded = decodeString(source, at + 1, closers, (quote) => {
    const boundary = boundaryAt(source, frame, quote + 1);
    if (boundary !== undefined) return boundary;
    const shape = quoteShape(source, quote, at + 1, open);
    if (shape === 'opens') open = true;
    else if (shape === 'closes') open = false;
    return shape === 'doubtful' ? 'give-up' : 'inner';
  });
  // Who does not escape quotes may not have escaped backslashes either: `print("a\n")`.
  if (decoded === undefined || decoded.doubtful || open) {
    return fail(source, 'quotes inside a string that are not escaped', at);
  }
  return decoded;
}

/** Whether a string can end before `from`: `close`, `give-up` when it is too like an end to be sure, undefined when it is no end. */
function boundaryAt(source: Source, frame: Frame, from: number): QuoteVerdict | undefined {
  const { text } = source;
  const at = nextSolid(source, from);
  const char = text[at];
  if (char === ',') return afterComma(source, frame, source.frames.length, at + 1);
  if (char === '}' || char === ']') return closesAll(source, at) ? 'close' : undefined;
  return keyAhead(source, at) === undefined ? undefined : 'give-up';
}

function afterComma(source: Source, frame: Frame, depth: number, from: number): QuoteVerdict | undefined {
  const at = nextSolid(source, from);
  const next = source.text.slice(at, at + 40);
  if (frame.kind === 'array') {
    if (/^["'“‘]/.test(next)) return 'close';
    // An item of another kind may follow, or the list may end.
    return /^(?:[-+.\d{}[\]]|(?:true|false|null|none)\b)/i.test(next) ? 'give-up' : undefined;
  }
  const key = keyAhead(source, at);
  if (key !== undefined) {
    return knownKeysHere(source, depth).has(key) && !frame.entries.has(key) ? 'close' : 'give-up';
  }
  return /^(?:[}\]]|[\p{L}\p{N}_$-]+\s*:)/u.test(next) ? 'give-up' : undefined;
}

/** Whether the closers at `at` fit what is open, and the text then ends or goes on in an outer container. */
function closesAll(source: Source, from: number): boolean {
  const { text, frames } = source;
  let depth = frames.length;
  let at = from;
  for (let frame = frames[depth - 1]; frame !== undefined; frame = frames[depth - 1]) {
    const char = text[at];
    if (char === ',' && depth < frames.length) {
      return frame.kind === 'array' || afterComma(source, frame, depth, at + 1) === 'close';
    }
    if (char !== (frame.kind === 'object' ? '}' : ']')) return false;
    at = nextSolid(source, at + 1);
    depth--;
  }
  return at >= text.length || text.startsWith('```', at);
}

type QuoteShape = 'opens' | 'closes' | 'plain' | 'doubtful';

/** What a quote does in prose: opens or closes a phrase, is an apostrophe or an inch mark, or might as well be syntax. */
function quoteShape(source: Source, quote: number, start: number, open: boolean): QuoteShape {
  const { text } = source;
  const before = quote === start ? '' : (text[quote - 1] ?? '');
  const after = text[quote + 1] ?? '';
  if (text[quote] !== '"' && isWordChar(before) && isWordChar(after)) return 'plain';
  if (open) return 'closes';
  if ((before === '' || /[\s([{=:,;>—–-]/.test(before)) && !/[\s,:}\]]/.test(after)) return 'opens';
  return /[,:}\]"'“”‘’]|^$/.test(text[nextSolid(source, quote + 1)] ?? '') ? 'doubtful' : 'plain';
}

function isWordChar(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}
