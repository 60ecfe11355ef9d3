import { type Draft, literalOf, RawNumber, Word } from '../schema/coerce-draft.ts';
import { isJsonNumber, isLooseNumber } from '../schema/coerce-number.ts';
import { fail, note, type Source } from './lenient-source.ts';

const longestWord = 200;
const token = /[^\s,{}[\]"'`“”‘’]+/y;

/** Reads what stands without quotes: a number, a literal, or a word that only the schema can settle. */
export function readToken(source: Source): Draft | undefined {
  token.lastIndex = source.at;
  const raw = withoutComment(token.exec(source.text)?.[0] ?? '');
  source.steps += raw.length;
  if (raw === '') return fail(source, 'a value is missing');
  const draft = toDraft(source, raw);
  if (draft !== undefined) source.at += raw.length;
  return draft;
}

function toDraft(source: Source, raw: string): Draft | undefined {
  if (raw === 'true' || raw === 'false') return raw === 'true';
  if (raw === 'null') return null;
  if (isJsonNumber(raw)) return String(Number(raw)) === raw ? Number(raw) : new RawNumber(raw);
  if (isLooseNumber(raw)) {
    note(source, 'number', `numbers such as ${raw.slice(0, 20)} that JSON does not have`);
    return new RawNumber(raw);
  }
  if (raw.length > longestWord || /[\\():=<>*;]$|[\\(){}=<>|]/.test(raw) || opensFence(source)) {
    return fail(source, 'text without quotes');
  }
  const word = new Word(raw);
  source.hasWords ||= literalOf(word) === undefined;
  return word;
}

function opensFence(source: Source): boolean {
  return source.text.startsWith('```', source.at);
}

/** `5// five` is a number and a comment; `https://x.example` is one word. */
function withoutComment(raw: string): string {
  const cut = /^([^/#]*?)(?:\/\/|\/\*|#)/.exec(raw)?.[1];
  return cut !== undefined && (isJsonNumber(cut) || /^(?:true|false|null|True|False|None)$/.test(cut))
    ? cut
    : raw;
}
