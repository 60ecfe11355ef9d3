import * as fc from 'fast-check';
import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';

/** A closed schema that a value fits, with the types that it has. */
export function schemaOf(value: JsonValue): JsonSchema {
  if (value === null) return { type: 'null' };
  if (Array.isArray(value)) {
    const items = [...new Set(value.map((item: JsonValue) => JSON.stringify(schemaOf(item))))];
    const branches = items.map((item) => JSON.parse(item) as JsonSchema);
    return { type: 'array', items: branches.length === 1 ? (branches[0] ?? {}) : { anyOf: branches } };
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, member]): [string, JsonSchema] => [
      key,
      schemaOf(member ?? null),
    ]);
    return {
      type: 'object',
      properties: Object.fromEntries(entries),
      required: Object.keys(value),
      additionalProperties: false,
    };
  }
  return typeof value === 'number' ? { type: 'number' } : { type: typeof value };
}

const nasty = fc.constantFrom(
  '"',
  "'",
  '": "',
  '"}',
  '"]',
  '{"a": "b"}',
  "it's",
  'say "hi"',
  '//',
  '# x',
  '/* y */',
  '\\',
  '\\n',
  '\\d+',
  '\n',
  '\t',
  '```',
  '”',
  '“x”',
  'True',
  'null',
  '1,2',
  '[1]',
  'C:\\new',
  'é😀',
  ' ',
  '',
  ',',
  ':',
  '}',
  '{',
  '\u0000',
  '\u2028',
  '\ufeff',
  '"""',
);
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .array(fc.oneof(nasty, fc.constantFrom(' ', 'a', 'b', 'hello')), { maxLength: 5 })
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map((one) => one.toWellFormed()) },
);
const key = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'c',
    'city',
    'max_results',
    'text',
    '__proto__',
    'constructor',
    'toString',
    'x y',
    '1',
  ),
  text,
);
const leaf = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

/** Any object that JSON can hold, rich in what is hard to read. */
export const anyObject: fc.Arbitrary<JsonObject> = fc
  .letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
    object: fc
      .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
      .map((entries) => Object.fromEntries(entries)),
  }))
  .object.map((object) => JSON.parse(JSON.stringify(object)) as JsonObject);

/** How a model may write a value wrongly. `quoted` writes strings, `text` joins the whole. */
export interface Style {
  readonly string: (value: string) => string;
  readonly key: (value: string) => string;
  readonly literal: (value: boolean | null) => string;
  readonly number: (value: number) => string;
  readonly comma: string;
  readonly trailing: string;
  readonly blank: string;
  readonly wrap: (text: string) => string;
}

export const strict: Style = {
  string: (value) => JSON.stringify(value),
  key: (value) => JSON.stringify(value),
  literal: String,
  number: (value) => JSON.stringify(value),
  comma: ', ',
  trailing: '',
  blank: ' ',
  wrap: (whole) => whole,
};

export function write(value: JsonValue | undefined, style: Style): string {
  return style.wrap(writeInner(value ?? null, style));
}

function writeInner(value: JsonValue, style: Style): string {
  if (typeof value === 'string') return style.string(value);
  if (typeof value === 'number') return style.number(value);
  if (value === null || typeof value === 'boolean') return style.literal(value);
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue) => writeInner(item, style)).join(style.comma);
    return `[${items}${value.length > 0 ? style.trailing : ''}]`;
  }
  const members = Object.entries(value).map(
    ([name, member]) => `${style.key(name)}:${style.blank}${writeInner(member ?? null, style)}`,
  );
  return `{${members.join(style.comma)}${members.length > 0 ? style.trailing : ''}}`;
}

function quotedWith(open: string, close: string, escape: boolean): (value: string) => string {
  return (value) => {
    const body = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"');
    return open + (escape ? body.replaceAll(close, `\\${close}`) : body) + close;
  };
}

const single = quotedWith("'", "'", true);
const identifier = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));
const python = (value: boolean | null): string => (value === null ? 'None' : value ? 'True' : 'False');

/** Malformations that lose nothing: each must be read back exactly or refused. */
export const styles: Readonly<Record<string, Style>> = {
  fenced: { ...strict, wrap: (whole) => `\`\`\`json\n${whole}\n\`\`\`` },
  'trailing commas': { ...strict, trailing: ',' },
  'doubled commas': { ...strict, comma: ',, ' },
  'missing commas': { ...strict, comma: ' ' },
  'newlines for commas': { ...strict, comma: '\n' },
  'single quotes': { ...strict, string: single, key: single },
  'single quotes, not escaped': { ...strict, string: quotedWith("'", "'", false) },
  'smart quotes': { ...strict, string: quotedWith('“', '”', false), key: quotedWith('“', '”', false) },
  'inner quotes': { ...strict, string: quotedWith('"', '"', false) },
  'raw backslashes': { ...strict, string: (value) => JSON.stringify(value).replaceAll('\\\\', '\\') },
  'raw controls': {
    ...strict,
    string: (value) => JSON.stringify(value).replaceAll('\\n', '\n').replaceAll('\\t', '\t'),
  },
  'raw everything': { ...strict, string: (value) => `"${value}"` },
  'triple quotes': { ...strict, string: (value) => `"""${JSON.stringify(value).slice(1, -1)}"""` },
  Python: { ...strict, string: single, key: single, literal: python },
  comments: { ...strict, comma: ', // next\n', blank: ' /* value */ ', trailing: ' # end\n' },
  'unquoted keys': { ...strict, key: identifier },
  'unquoted values': { ...strict, key: identifier, string: (value) => value },
  'over-escaped': { ...strict, wrap: (whole) => JSON.stringify(whole).slice(1, -1) },
  stringified: { ...strict, wrap: (whole) => JSON.stringify(whole) },
  'quoted as a whole': { ...strict, wrap: (whole) => `"${whole}"` },
  'surplus closers': { ...strict, wrap: (whole) => `${whole}}]}` },
  'odd blanks': { ...strict, blank: '\u00a0', comma: ',\u2003', wrap: (whole) => `\ufeff${whole}\u200b` },
  'loose numbers': {
    ...strict,
    number: (value) =>
      value > 0 ? `+${JSON.stringify(value)}` : JSON.stringify(value).replace(/^(-?)0\./, '$1.'),
  },
};

/** Every scalar as a string: JSON, but of the wrong types. */
export const asStrings: Style = {
  ...strict,
  number: (value) => `"${JSON.stringify(value)}"`,
  literal: (value) => (value === null ? 'null' : `"${value}"`),
};
