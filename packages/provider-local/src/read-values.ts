export type ValueKind =
  | 'quoted'
  | 'number'
  | 'date'
  | 'date-time'
  | 'time'
  | 'email'
  | 'uri'
  | 'uuid'
  | 'name'
  | 'word';

/** Something in a text that may be an argument. */
export interface TextValue {
  readonly kind: ValueKind;
  readonly text: string;
  readonly number?: number;
  /** Place in the text. */
  readonly start: number;
  readonly end: number;
}

const readers: readonly (readonly [ValueKind, RegExp])[] = [
  ['quoted', /"([^"\n]+)"|“([^”\n]+)”|«([^»\n]+)»|`([^`\n]+)`|(?<=^|[\s(,:])'([^'\n]+)'(?=$|[\s),.:;!?])/gu],
  ['uri', /\b[a-z][a-z0-9+.-]*:\/\/[^\s<>"')\]]+[^\s<>"')\].,;!?]/giu],
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu],
  ['uuid', /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/giu],
  ['date-time', /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?/gu],
  ['date', /\b\d{4}-\d\d-\d\d\b/gu],
  ['time', /\b\d{1,2}:\d\d(?::\d\d)?\b/gu],
  ['number', /(?<![\p{L}\p{N}_.])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?/giu],
  [
    'name',
    /\p{Lu}[\p{L}\p{M}\p{N}'’-]*(?: (?:de|da|do|del|la|of|van|von) (?=\p{Lu}))?(?:[ ]?\p{Lu}[\p{L}\p{M}\p{N}'’-]*)*/gu,
  ],
  ['word', /\p{L}[\p{L}\p{M}\p{N}'’-]*/gu],
];

const numberWords = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, value) => [word, value]),
);

/** More would cost time in every tool that is tried. */
const mostValues = 100;

/**
 * The first 100 things in a text that may be an argument, in the order of the text; nothing is read twice.
 * Words for which `isNoise` is true are cut off the front of names, so that `Compare Oslo` gives `Oslo`.
 */
export function readValues(
  text: string,
  isNoise: (word: string) => boolean = () => false,
): readonly TextValue[] {
  const taken: TextValue[] = [];
  for (const [kind, pattern] of readers) {
    for (const match of text.matchAll(pattern)) {
      const value = toValue(kind, match, isNoise);
      const isFree = taken.every((one) => value.end <= one.start || value.start >= one.end);
      if (isFree && value.text !== '') taken.push(value);
    }
  }
  return taken.toSorted((one, other) => one.start - other.start).slice(0, mostValues);
}

function toValue(kind: ValueKind, match: RegExpMatchArray, isNoise: (word: string) => boolean): TextValue {
  const [whole] = match;
  const at = match.index ?? 0;
  const text = match.slice(1).find((group) => group !== undefined) ?? whole;
  const number =
    kind === 'number'
      ? Number(text.replaceAll(',', '').replace('−', '-'))
      : numberWords.get(text.toLowerCase());
  const end = at + whole.length;
  if (number !== undefined && Number.isFinite(number))
    return { kind: 'number', text, number, start: at, end };
  if (kind !== 'name') return { kind: kind === 'number' ? 'word' : kind, text, start: at, end };
  const words = text.split(' ');
  const first = words.findIndex((word) => !isNoise(word));
  const name = first === -1 ? '' : words.slice(first).join(' ');
  return { kind, text: name, start: end - name.length, end };
}
