import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { RecoveryCode } from '../contracts/repair.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { readArguments, type ReadArgumentsOptions } from './read-arguments.ts';
import { readLenient } from './read-lenient.ts';

const string = { type: 'string' };
const integer = { type: 'integer' };
const number = { type: 'number' };
const boolean = { type: 'boolean' };
const strings = { type: 'array', items: string };

function object(properties: JsonSchema, more: JsonSchema = {}): JsonSchema {
  return { type: 'object', properties, ...more };
}

function closed(properties: JsonSchema): JsonSchema {
  return object(properties, { required: Object.keys(properties), additionalProperties: false });
}

const schema = object({
  a: string,
  b: string,
  n: integer,
  x: number,
  ok: boolean,
  t: strings,
  o: object({ k: string }),
  unit: { enum: ['celsius', 'fahrenheit'] },
});

function read(
  args: string | JsonObject,
  inputSchema: JsonSchema = schema,
  options: ReadArgumentsOptions = {},
) {
  return readArguments(args, { name: 'get_weather', inputSchema }, options);
}

const syntax: readonly [string, string, JsonObject][] = [
  ['nothing', '', {}],
  ['blanks', ' \n ', {}],
  ['a fence', '```json\n{"a": "x"}\n```', { a: 'x' }],
  ['a fence that never closes', '```\n{"a": "x"}', { a: 'x' }],
  ['single backticks', '`{"a": "x"}`', { a: 'x' }],
  ['the word json', 'json\n{"a": "x"}', { a: 'x' }],
  ['trailing commas', '{"a": "x", "t": ["y",],}', { a: 'x', t: ['y'] }],
  ['leading and doubled commas in an object', '{, "a": "x",, "n": 1}', { a: 'x', n: 1 }],
  ['single quotes', `{'a': 'x', 'n': 1}`, { a: 'x', n: 1 }],
  ['an apostrophe in single quotes', `{'a': 'it's', 'b': "it's"}`, { a: "it's", b: "it's" }],
  ['an escaped apostrophe', String.raw`{"a": "it\'s"}`, { a: "it's" }],
  ['smart quotes', '{“a”: “x”, ‘b’: ‘y’}', { a: 'x', b: 'y' }],
  ['triple quotes', '{"a": """say "hi"\nnow"""}', { a: 'say "hi"\nnow' }],
  ['Python literals', `{'ok': True, 'n': None}`, { ok: true }],
  ['comments', '{"a": "x", // first\n "n": 1 /* second */ # third\n}', { a: 'x', n: 1 }],
  ['raw newlines and tabs', '{"a": "x\n\ty"}', { a: 'x\n\ty' }],
  ['a backslash that JSON does not have', String.raw`{"a": "\d+\.\w"}`, { a: String.raw`\d+\.\w` }],
  ['unquoted keys', '{a: "x", n: 1}', { a: 'x', n: 1 }],
  ['a word where a string belongs', '{a: Oslo, t: [red, #fff]}', { a: 'Oslo', t: ['red', '#fff'] }],
  [
    'a URL and a date without quotes',
    '{a: https://x.example/y, b: 2025-01-31}',
    { a: 'https://x.example/y', b: '2025-01-31' },
  ],
  ['a word from an enum', '{unit: Celsius}', { unit: 'celsius' }],
  ['a missing comma behind a number', '{"n": 1 "a": "x"}', { n: 1, a: 'x' }],
  ['a missing comma before a known name', '{"a": "x"\n"b": "y"}', { a: 'x', b: 'y' }],
  ['a missing comma between objects', '{"o": {"k": "x"} "n": 1}', { o: { k: 'x' }, n: 1 }],
  ['surplus closers', '{"o": {"k": "x"}}}]', { o: { k: 'x' } }],
  ['an end marker of a chat template', '{"a": "x"}<|im_end|></tool_call>', { a: 'x' }],
  ['byte order mark and no-break space', '\ufeff{"a":\u00a0"x"}', { a: 'x' }],
  ['loose numbers', '{"x": .5, "n": +1}', { x: 0.5, n: 1 }],
  ['a loose number with a bare point', '{"x": 1.}', { x: 1 }],
  ['a phone number where text belongs', '{"a": +4712345678}', { a: '+4712345678' }],
  ['an escape layer too many', String.raw`{\"a\": \"x\", \"n\": 1}`, { a: 'x', n: 1 }],
  ['arguments as a JSON string', String.raw`"{\"a\": \"x\"}"`, { a: 'x' }],
  ['arguments in quotes', '"{"a": "x"}"', { a: 'x' }],
  ['inner quotes', '{"a": "he said "hi" and "bye"", "b": "y"}', { a: 'he said "hi" and "bye"', b: 'y' }],
  ['an inch mark', '{"a": "a 5" pipe", "n": 1}', { a: 'a 5" pipe', n: 1 }],
  ['inner quotes in a list', '{"t": ["say "hi", you", "y"]}', { t: ['say "hi", you', 'y'] }],
  ['unescaped JSON in a string', '{"a": "{"k": "v"}"}', { a: '{"k": "v"}' }],
  ['the same key with the same value', '{"a": "x", "a": "x"}', { a: 'x' }],
];

test.each(syntax)('recovers %s', (_name, text, input) => {
  expect(read(text)).toMatchObject({ ok: true, warnings: [] });
  const reading = read(text);
  expect(reading.ok && reading.input).toEqual(input);
});

const refusals: readonly [string, string, RecoveryCode][] = [
  ['a string that ends early', '{"a": "x', 'truncated'],
  ['an object that ends early', '{"a": "x"', 'truncated'],
  ['an object that ends behind a comma', '{"a": "x",', 'truncated'],
  ['an object that ends inside a fence', '```json\n{"a": "x"', 'truncated'],
  ['a missing closer in the middle', '{"t": ["x", "a": "y"}', 'malformed_arguments'],
  ['a missing value', '{"a": , "n": 1}', 'malformed_arguments'],
  ['a doubled comma in a list', '{"t": ["x",,"y"]}', 'malformed_arguments'],
  ['inner quotes that end like a member', '{"a": "say "hi", "b": "y"}', 'malformed_arguments'],
  ['code whose quotes look like members', '{"a": "f("x", "b": "y")"}', 'malformed_arguments'],
  ['a missing comma before an unknown name', '{"a": "x" "zz": "y"}', 'malformed_arguments'],
  ['inner quotes in a list that may go on', '{"t": [""x", false, """]}', 'malformed_arguments'],
  ['inner quotes before a key without quotes', '{"a": "say "x", n: 1, b: "y""}', 'malformed_arguments'],
  ['quotes side by side with a comma', '{"a": "Anna", "Bob"}', 'malformed_arguments'],
  ['inner quotes beside escapes', String.raw`{"a": "print("x\n")"}`, 'malformed_arguments'],
  ['backslashes of two kinds', String.raw`{"a": "C:\docs\new"}`, 'malformed_arguments'],
  ['an escape of another language', String.raw`{"a": "\x41"}`, 'malformed_arguments'],
  ['a quoted quote of a shell', String.raw`{"a": "echo 'it'\''s'"}`, 'malformed_arguments'],
  ['a broken \\u', String.raw`{"a": "\u12"}`, 'malformed_arguments'],
  ['half a character', String.raw`{"a": "\ud83d"}`, 'malformed_arguments'],
  ['words with a blank', '{a: New York}', 'malformed_arguments'],
  ['a word where a number belongs', '{n: five}', 'malformed_arguments'],
  ['a word that means nothing', '{a: undefined}', 'malformed_arguments'],
  ['a Python literal where text belongs', '{"a": True}', 'invalid_arguments'],
  ['an octal look-alike', '{"n": 007}', 'malformed_arguments'],
  ['NaN', '{"x": NaN}', 'malformed_arguments'],
  ['a key with two values', '{"a": "x", "a": "y"}', 'malformed_arguments'],
  ['two objects', '{"a": "x"} {"a": "y"}', 'malformed_arguments'],
  ['prose', 'I will look it up.', 'malformed_arguments'],
  ['prose behind', '{"a": "x"} Hope this helps', 'malformed_arguments'],
  ['a comment that might be text', '{"a": "x" // say "hi"\n}', 'malformed_arguments'],
  ['an expression', '{"a": "x" + "y"}', 'malformed_arguments'],
  ['a number', '5', 'arguments_not_object'],
  ['a list', '[1, 2]', 'arguments_not_object'],
  ['501 levels', `{"a": ${'['.repeat(501)}${']'.repeat(501)}}`, 'too_large'],
];

test.each(refusals)('refuses %s', (_name, text, code) => {
  const reading = read(text);
  expect(reading).toMatchObject({ ok: false, error: { code, tool: 'get_weather' } });
  expect(reading.ok || reading.error.message).toMatch(/^get_weather was not run/);
});

const types: readonly [string, JsonSchema, string, JsonValue | undefined][] = [
  ['text of a number', integer, '"2"', 2],
  ['text of a fraction for an integer', integer, '"2.5"', undefined],
  ['text of a number with a unit', integer, '"2 days"', undefined],
  ['text of a boolean', boolean, '"True"', true],
  ['1 for a boolean', boolean, '1', undefined],
  ['a number for text', string, '2', '2'],
  ['a number for text, digits kept', string, '1.10', '1.10'],
  ['20 digits for text', string, '12345678901234567890', '12345678901234567890'],
  ['20 digits for a number', integer, '12345678901234567890', undefined],
  [
    '20 digits for a number or text',
    { type: ['integer', 'string'] },
    '12345678901234567890',
    '12345678901234567890',
  ],
  ['20 digits as text for a number', integer, '"12345678901234567890"', undefined],
  ['a big number that loses nothing', number, '1e21', 1e21],
  ['a number too big', number, '1e999', undefined],
  ['a boolean for text', string, 'true', 'true'],
  ['an object for text', string, '{"k": 1}', undefined],
  ['one for a list', strings, '"x"', ['x']],
  ['a list in a sentence', strings, '"x, y"', undefined],
  ['JSON text of a list', strings, String.raw`"[\"x\", \"y\"]"`, ['x', 'y']],
  ['JSON text of numbers for a list of texts', strings, '"[1, 2]"', undefined],
  ['JSON text of an object', object({ k: integer }), String.raw`"{\"k\": 1}"`, { k: 1 }],
  ['Python text of an object', object({ k: boolean }), `"{'k': True}"`, { k: true }],
  [
    'an object for a list of objects',
    { type: 'array', items: object({ k: integer }) },
    '{"k": 1}',
    [{ k: 1 }],
  ],
  ['a list of one for text', string, '["x"]', 'x'],
  ['a list of two for text', string, '["x", "y"]', undefined],
  ['an enum in other case', { enum: ['in_progress', 'done'] }, '"In Progress"', 'in_progress'],
  ['an enum that fits twice', { enum: ['ASC', 'asc'] }, '"Asc"', undefined],
  ['a misspelt enum', { enum: ['celsius'] }, '"celcius"', undefined],
  ['a number in an enum of numbers', { enum: [1, 2] }, '"2"', 2],
  ['digits with a separator in an enum', { enum: ['v1_2', 'v12'] }, '"V1-2"', 'v1_2'],
  ['one alternative only', { anyOf: [number, boolean] }, '"2"', 2],
  ['two alternatives', { anyOf: [{ type: 'array', items: number }, strings] }, '5', undefined],
  ['text that fits as it is', { anyOf: [string, number] }, '"2"', '2'],
  ['text null where null is allowed', { type: ['integer', 'null'] }, '"null"', null],
  [
    'a tagged alternative',
    {
      anyOf: [
        closed({ kind: { const: 'circle' }, r: number }),
        closed({ kind: { const: 'box' }, r: number }),
      ],
    },
    '{"kind": "Circle", "r": "2"}',
    { kind: 'circle', r: 2 },
  ],
  ['a reference', { $ref: '#/$defs/size' }, '"2"', 2],
];

test.each(types)('%s', (_name, node, written, wanted) => {
  const whole = object({ v: node }, { required: ['v'], $defs: { size: integer } });
  const reading = read(`{"v": ${written}}`, whole);
  if (wanted === undefined)
    expect(reading).toMatchObject({ ok: false, error: { code: 'invalid_arguments' } });
  else expect(reading.ok && reading.input).toEqual({ v: wanted });
});

test('numbers that came in an object are not given digits that they may not have had', () => {
  expect(read({ a: 5 })).toMatchObject({ ok: true, input: { a: '5' } });
  expect(read({ a: 1.5 })).toMatchObject({ ok: false });
  expect(read({ n: 2 ** 60 })).toMatchObject({
    ok: false,
    error: { code: 'invalid_arguments' },
  });
  expect(read({ x: 1e30 })).toMatchObject({ ok: true, input: { x: 1e30 } });
});

test('null for a parameter that may be left out is left out', () => {
  expect(read('{"a": "x", "n": null}')).toMatchObject({
    ok: true,
    input: { a: 'x' },
    repairs: [{ kind: 'type', path: 'n' }],
  });
  expect(read('{"a": null}', closed({ a: string })).ok).toBe(false);
  expect(read('null')).toMatchObject({ ok: true, input: {} });
});

const city = object({ city: string }, { required: ['city'] });

test.each([
  ['{"arguments": {"city": "Oslo"}}'],
  ['{"input": {"city": "Oslo"}}'],
  [String.raw`{"arguments": "{\"city\": \"Oslo\"}"}`],
  ['{"name": "getWeather", "arguments": {"city": "Oslo"}}'],
  ['{"type": "object", "properties": {"city": "Oslo"}}'],
  ['{"get_weather": {"city": "Oslo"}}'],
  ['[{"city": "Oslo"}]'],
])('takes arguments out of %s', (text) => {
  expect(read(text, city)).toMatchObject({ ok: true, input: { city: 'Oslo' } });
});

test('wrappers that the schema knows, that name another tool, or that do not fit are left alone', () => {
  const own = object({ input: object({ city: string }) });
  expect(read('{"input": {"city": "Oslo"}}', own)).toMatchObject({
    ok: true,
    input: { input: { city: 'Oslo' } },
    repairs: [],
  });
  expect(read('{"name": "send_mail", "arguments": {"city": "Oslo"}}', city).ok).toBe(false);
  expect(read('{"arguments": {"town": "Oslo"}}', city).ok).toBe(false);
  expect(read('{"input": {}}', { type: 'object' })).toMatchObject({ ok: true, input: { input: {} } });
});

test('members of the one object parameter are put into it', () => {
  const query = object({ query: object({ city: string }, { required: ['city'] }) }, { required: ['query'] });
  expect(read('{"city": "Oslo"}', query)).toMatchObject({ ok: true, input: { query: { city: 'Oslo' } } });
});

test.each<[string, JsonSchema, string, JsonObject | RecoveryCode]>([
  ['a slip of the pen', city, '{"citty": "Oslo"}', { city: 'Oslo' }],
  [
    'other case and separators, with another type',
    object({ max_results: integer }, { required: ['max_results'] }),
    '{"maxResults": "5"}',
    { max_results: 5 },
  ],
  ['a slip whose value does not fit', city, '{"citty": 5}', 'invalid_arguments'],
  [
    'two names missing',
    object({ city: string, unit: string }, { required: ['city', 'unit'] }),
    '{"citty": "Oslo"}',
    'invalid_arguments',
  ],
  ['two names near', city, '{"citty": "Oslo", "ciity": "Rome"}', 'invalid_arguments'],
  [
    'a name in its own right',
    object({ county: string }, { required: ['county'] }),
    '{"country": "Norway"}',
    'invalid_arguments',
  ],
  [
    'a word that is near but other',
    object({ context: string }, { required: ['context'] }),
    '{"content": "x"}',
    'invalid_arguments',
  ],
  ['short names', object({ lat: number }, { required: ['lat'] }), '{"lan": 5}', 'invalid_arguments'],
  [
    'opposites',
    object({ max_price: number }, { required: ['max_price'] }),
    '{"min_price": 5}',
    'invalid_arguments',
  ],
  ['a slip in an optional name', object({ city: string }), '{"citty": "Oslo"}', 'unknown_parameter'],
  [
    'a slip in a closed object',
    object({ city: string }, { additionalProperties: false }),
    '{"citty": "Oslo"}',
    'unknown_parameter',
  ],
  [
    'a key that an open schema allows',
    object({ city: string }, { additionalProperties: true }),
    '{"citty": "Oslo"}',
    { citty: 'Oslo' },
  ],
])('parameter names: %s', (_name, inputSchema, text, wanted) => {
  const reading = read(text, inputSchema);
  if (typeof wanted === 'string') expect(reading).toMatchObject({ ok: false, error: { code: wanted } });
  else expect(reading.ok && reading.input).toEqual(wanted);
});

test('an unknown parameter like no other is passed on with a warning', () => {
  expect(read('{"city": "Oslo", "verbose": true}', city)).toMatchObject({
    ok: true,
    input: { city: 'Oslo', verbose: true },
    warnings: ['unknown parameter verbose passed on'],
  });
});

test('a clean value is handed on as it is, whatever it holds', () => {
  const text = '{"a": "{\\"k\\": 1}", "t": ["[1]"], "b": "null"}';
  expect(read(text)).toEqual({ ok: true, input: JSON.parse(text), repairs: [], warnings: [] });
});

test('prototype names are members like any other and change nothing', () => {
  const text = '{"__proto__": {"polluted": true,}, "constructor": "x", "toString": 1}';
  const reading = read(text, { type: 'object' });
  expect(reading.ok && Object.keys(reading.input)).toEqual(['__proto__', 'constructor', 'toString']);
  expect(reading.ok && Object.getPrototypeOf(reading.input)).toBe(Object.prototype);
  expect(({} as JsonObject)['polluted']).toBeUndefined();
});

test('nothing is read after the output limit, or beyond the size limit', () => {
  expect(read('{"a": "x"}', schema, { finish: 'length' })).toMatchObject({
    ok: false,
    error: { code: 'truncated' },
  });
  expect(read('{"a": "x"}', schema, { maxPayloadChars: 5 })).toMatchObject({
    ok: false,
    error: { code: 'too_large' },
  });
});

test('the user repair counts only if the result fits and keeps the text', () => {
  const broken = '{"a": "x" = "n": 5}';
  const withRepair = (repairJson: (text: string) => string) => read(broken, schema, { repairJson });
  expect(withRepair(() => '{"a": "x", "n": 5}').ok).toBe(false);
  const spaced = '{"a": ["x" "y"}';
  expect(read(spaced, object({ a: strings }), { repairJson: () => '{"a": ["x", "y"]}' })).toMatchObject({
    ok: true,
    input: { a: ['x', 'y'] },
    repairs: [{ kind: 'repair-json' }],
  });
  for (const lossy of [
    '{"a": ["x"]}',
    '{"a": ["x", "y", "z"]}',
    '{"a": ["y", "x"]}',
    '{"a": ["x", "y", ""]}',
    'no',
    '[]',
  ]) {
    expect(read(spaced, object({ a: strings }), { repairJson: () => lossy }).ok).toBe(false);
  }
  const thrown = (): string => {
    throw new TypeError('no');
  };
  expect(read(spaced, schema, { repairJson: thrown }).ok).toBe(false);
});

test('text that ends early is not given to the user repair', () => {
  const reading = read('{"a": "x', schema, { repairJson: () => '{"a": "x"}' });
  expect(reading).toMatchObject({ ok: false, error: { code: 'truncated' } });
});

test('a refusal names place, expectation and excerpt, and is short', () => {
  const texts = refusals
    .map(([, text]) => read(text))
    .map((reading) => (reading.ok ? '' : reading.error.message));
  const average = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
  expect(average, `average of ${average} characters`).toBeLessThan(160);
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(260);
  expect(read('{"n": "ten"}')).toMatchObject({
    error: {
      message:
        'get_weather was not run, its arguments do not fit:\n- n: expected integer, received string "ten"',
    },
  });
  expect(read('{"n": 1 = 2}')).toMatchObject({ error: { position: 8, evidence: '{"n": 1 = 2}' } });
});

test.each([
  '{',
  '[',
  '{"a":',
  '[{"a":',
  '"',
  '\\',
  '`',
  '#x\n',
  '/* */',
  '{"a":"b"c',
  '{"a": "x "y" ',
  ',',
  '}',
  '{"a":1,',
  '\ufeff',
])('the work on %j repeated grows with its length', (unit) => {
  const steps = (size: number): number =>
    readLenient(unit.repeat(Math.ceil(size / unit.length)), schema).steps;
  expect(steps(200_000)).toBeLessThan(3 * steps(100_000) + 1000);
  expect(steps(200_000)).toBeLessThan(200_000 * 20);
});
