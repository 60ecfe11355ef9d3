import { expect, test } from 'vitest';
import type { JsonObject, JsonSchema } from '@pegboard/core/provider';
import { fillArguments } from './fill-arguments.ts';
import { readFacts } from './read-facts.ts';

function inputsOf(
  text: string,
  properties: JsonSchema,
  optional: readonly string[] = [],
): readonly JsonObject[] {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return fillArguments({ type: 'object', properties, required }, text, []).inputs;
}

const string = { type: 'string' };
const number = { type: 'number' };
const cities = { type: 'string', enum: ['Oslo', 'Rome', 'New York', 'York'] };

test.each<[string, string, JsonSchema, JsonObject]>([
  ['numbers in order', 'add 2 and 3.5', { a: number, b: number }, { a: 2, b: 3.5 }],
  ['numbers by unit', 'in 5 days for 3 guests', { guests: number, days: number }, { guests: 3, days: 5 }],
  ['numbers by name', 'width 3 and height = 4', { height: number, width: number }, { height: 4, width: 3 }],
  ['numbers within bounds', '40 or 7', { n: { type: 'integer', maximum: 10 } }, { n: 7 }],
  ['quoted strings', 'say "hi there"', { phrase: string }, { phrase: 'hi there' }],
  ['names', 'the weather in New York', { city: string }, { city: 'New York' }],
  ['plain words after a preposition', 'the weather in oslo', { city: string }, { city: 'oslo' }],
  [
    'enum values as they are declared',
    'to oslo from NEW YORK',
    { from: cities, to: cities },
    { from: 'New York', to: 'Oslo' },
  ],
  [
    'enum values with another separator',
    'use dark mode',
    { theme: { enum: ['dark_mode', 'light'] } },
    { theme: 'dark_mode' },
  ],
  [
    'dates',
    'from 2026-05-01 to 2026-05-04',
    { to: { type: 'string', format: 'date' } },
    { to: '2026-05-04' },
  ],
  ['lists', 'the mean of 2, 4 and 9', { values: { type: 'array', items: number } }, { values: [2, 4, 9] }],
  [
    'lists of enum values',
    'Rome and Oslo',
    { cities: { type: 'array', items: cities } },
    { cities: ['Rome', 'Oslo'] },
  ],
  ['running text', 'note: buy milk', { note: string }, { note: 'buy milk' }],
  ['arithmetic', 'what is (2+3)*4?', { expression: string }, { expression: '(2+3)*4' }],
  [
    'objects',
    'at 3, 4',
    { point: { type: 'object', properties: { x: number, y: number }, required: ['x', 'y'] } },
    { point: { x: 3, y: 4 } },
  ],
  ['constants', 'anything', { kind: { const: 'x' } }, { kind: 'x' }],
  ['nullable types', '5 apples', { n: { type: ['integer', 'null'] } }, { n: 5 }],
  ['patterns', 'at 9:30', { at: { type: 'string', pattern: String.raw`^\d{1,2}:\d\d$` } }, { at: '9:30' }],
  ['defaults of required parameters', 'go', { n: { type: 'number', default: 4 } }, { n: 4 }],
  ['prototype names', 'constructor 3', { constructor: number }, { constructor: 3 }],
])('%s', (_, text, properties, input) => {
  expect(inputsOf(text, properties)).toEqual([input]);
});

test('several values for one parameter give several inputs', () => {
  expect(inputsOf('weather in Oslo, in Rome and York', { city: cities })).toEqual([
    { city: 'Oslo' },
    { city: 'Rome' },
    { city: 'York' },
  ]);
  expect(inputsOf('square 2, 3 and 3', { n: number })).toEqual([{ n: 2 }, { n: 3 }]);
});

test('booleans are true when mentioned, false when denied, else left out', () => {
  const properties = { guest: string, breakfast: { type: 'boolean' } };
  expect(inputsOf('Anna with breakfast', properties, ['breakfast'])).toEqual([
    { guest: 'Anna', breakfast: true },
  ]);
  expect(inputsOf('Anna without breakfast', properties, ['breakfast'])).toEqual([
    { guest: 'Anna', breakfast: false },
  ]);
  expect(inputsOf('Anna', properties, ['breakfast'])).toEqual([{ guest: 'Anna' }]);
});

test('an optional parameter gets nothing that is not surely meant for it', () => {
  expect(inputsOf('add 2 and 3', { a: number, limit: number }, ['limit'])).toEqual([{ a: 2 }, { a: 3 }]);
  expect(inputsOf('add 2, limit 3', { a: number, limit: number }, ['limit'])).toEqual([{ a: 2, limit: 3 }]);
});

test('a required value that is nowhere is missing, never invented', () => {
  const filled = fillArguments(
    { type: 'object', properties: { city: cities, days: number }, required: ['city', 'days'] },
    'Oslo',
    [],
  );
  expect(filled.inputs).toEqual([]);
  expect(filled.missing.map(({ name }) => name)).toEqual(['days']);
});

test('parameters are filled from results by name, before loose numbers of the text', () => {
  const call = { callId: 'c', input: {}, status: 'success' } as const;
  const facts = readFacts([
    { ...call, name: 'city_distance', value: { distance_km: 8400, summary: 'far' } },
    { ...call, name: 'price', value: 7 },
  ]);
  const schema = {
    type: 'object',
    properties: { distance_km: number, price: number },
    required: ['distance_km', 'price'],
  };
  expect(fillArguments(schema, 'with 3 friends', facts).inputs).toEqual([{ distance_km: 8400, price: 7 }]);
  expect(fillArguments(schema, 'distance 5', facts).inputs).toEqual([{ distance_km: 5, price: 7 }]);
});

test('references into the schema are followed', () => {
  const schema = {
    type: 'object',
    properties: { city: { $ref: '#/$defs/city' } },
    required: ['city'],
    $defs: { city: cities },
  };
  expect(fillArguments(schema, 'in rome', []).inputs).toEqual([{ city: 'Rome' }]);
});
