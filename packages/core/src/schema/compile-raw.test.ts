import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { compileRaw } from './compile-raw.ts';
import type { SchemaIssue } from './validation.ts';

async function issuesOf(schema: JsonSchema, value: unknown): Promise<readonly SchemaIssue[]> {
  const validation = await compileRaw(schema).validate(value);
  return validation.ok ? [] : validation.issues;
}

function object(properties: JsonSchema, more: JsonSchema = {}): JsonSchema {
  return { type: 'object', properties, ...more };
}

test('the first answer of all may be a promise, later ones are not', async () => {
  const compiled = compileRaw(object({ city: { type: 'string' } }));
  await compiled.validate({});
  expect(compiled.validate({ city: 'Oslo' })).toEqual({ ok: true, value: { city: 'Oslo' } });
});

test('a value is handed on as it is: defaults are not filled in', async () => {
  const value = {};
  const validation = await compileRaw(object({ unit: { type: 'string', default: 'celsius' } })).validate(
    value,
  );
  expect(validation).toEqual({ ok: true, value: {} });
  expect(validation.ok && validation.value).toBe(value);
});

test('the schema that was given is shown as it is and never changed', async () => {
  const schema = Object.freeze(
    object({ a: Object.freeze({ $ref: '#/$defs/n' }) }, { $defs: { n: { type: 'null' } } }),
  );
  const before = JSON.stringify(schema);
  const compiled = compileRaw(schema);
  await compiled.validate({ a: null });
  expect(compiled.jsonSchema).toBe(schema);
  expect(JSON.stringify(schema)).toBe(before);
});

const leaves: readonly [string, JsonSchema, unknown, Partial<SchemaIssue>][] = [
  ['type', { type: 'integer' }, 'x', { path: 'a', expected: 'integer', received: 'string "x"' }],
  ['several types', { type: ['string', 'null'] }, 1, { path: 'a', expected: 'string or null' }],
  ['enum', { enum: ['red', 'blue'] }, 'rde', { expected: 'one of "red", "blue"', nearest: 'red' }],
  ['const', { const: 'x' }, 'y', { expected: '"x"', received: 'string "y"' }],
  [
    'bounds',
    { type: 'number', minimum: 1, maximum: 5 },
    9,
    { message: 'too big', expected: 'number from 1 to 5' },
  ],
  ['open bounds', { type: 'number', exclusiveMinimum: 0 }, 0, { expected: 'number above 0' }],
  ['steps', { type: 'number', multipleOf: 5 }, 7, { expected: 'number in steps of 5' }],
  ['length', { type: 'string', minLength: 3 }, 'ab', { expected: 'string of at least 3 characters' }],
  ['pattern', { type: 'string', pattern: '^a+$' }, 'b', { expected: 'string that matches /^a+$/' }],
  ['format', { type: 'string', format: 'date' }, 'soon', { expected: 'string in the format date' }],
  ['items', { type: 'array', items: { type: 'string' } }, ['x', 1], { path: 'a[1]', received: 'number 1' }],
  [
    'tuple',
    { prefixItems: [{ type: 'string' }], items: false },
    ['x', 1],
    { path: 'a[1]', message: 'one item too many' },
  ],
  [
    'count',
    { type: 'array', minItems: 2 },
    ['x'],
    { expected: 'array of at least 2 items', received: 'array of 1 item' },
  ],
  ['unique', { type: 'array', uniqueItems: true }, [1, 1], { message: 'holds the same item twice' }],
  [
    'contains',
    { contains: { type: 'null' } },
    [1, 2],
    { message: 'holds no item of the required kind', expected: 'null' },
  ],
  ['minContains', { contains: { type: 'null' }, minContains: 2 }, [1, null, 2], { path: 'a' }],
  ['keys', { minProperties: 1 }, {}, { message: 'has too few keys', received: 'an empty object' }],
  [
    'key names',
    { propertyNames: { maxLength: 2 } },
    { abc: 1 },
    { path: 'a.abc', message: 'this key is not allowed' },
  ],
  ['not', { not: { type: 'string' } }, 'x', { path: 'a', message: 'is of a kind that is excluded' }],
  ['forbidden', { properties: { b: false } }, { b: 1 }, { path: 'a.b', message: 'must be left out' }],
  [
    'goes with',
    { dependentRequired: { b: ['c'] } },
    { b: 1 },
    { path: 'a.c', message: 'missing; it goes with "b"' },
  ],
  [
    'if',
    // oxlint-disable-next-line no-thenable -- a keyword of JSON Schema
    { if: { minimum: 5 }, then: { multipleOf: 2 } },
    7,
    { path: 'a', message: 'not a step of the allowed size' },
  ],
  ['reference', { $ref: '#/$defs/n' }, 'x', { path: 'a', expected: 'integer of at least 1' }],
  ['all of', { allOf: [{ type: 'integer' }, { minimum: 3 }] }, 1, { path: 'a', message: 'too small' }],
  [
    'one of several',
    { oneOf: [{ minimum: 1 }, { minimum: 2 }] },
    3,
    { message: expect.stringContaining('exactly one') },
  ],
  ['name with a dash', { properties: { 'x/y z': { type: 'null' } } }, { 'x/y z': 1 }, { path: 'a["x/y z"]' }],
];

test.each(leaves)('one issue, at the place and in words: %s', async (_, schema, value, issue) => {
  const issues = await issuesOf(object({ a: schema }, { $defs: { n: { type: 'integer', minimum: 1 } } }), {
    a: value,
  });
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatchObject(issue);
});

test('a missing member is reported at its own path, a slip in its name beside it', async () => {
  const schema = object(
    { city: { type: 'string' }, day: { type: 'integer' } },
    { required: ['city', 'day'] },
  );
  expect(await issuesOf(schema, {})).toEqual([
    { path: 'city', message: 'missing', expected: 'string' },
    { path: 'day', message: 'missing', expected: 'integer' },
  ]);
  expect(await issuesOf(schema, { ctiy: 'Oslo', day: 1 })).toMatchObject([
    { path: 'city', message: 'missing; "ctiy" was given instead' },
  ]);
});

test.each(['additionalProperties', 'unevaluatedProperties'])(
  'an unknown key gets the nearest name: %s',
  async (keyword) => {
    const schema = object({ city: {} }, { [keyword]: false, allOf: [{ properties: { days: {} } }] });
    const [first] = await issuesOf(schema, { ctiy: 1 });
    expect(first).toMatchObject({ path: 'ctiy', message: 'unknown key', nearest: 'city' });
  },
);

test('alternatives: the branch that was meant is explained, else all are named', async () => {
  const circle = object({ kind: { const: 'circle' }, r: { type: 'number' } }, { required: ['kind', 'r'] });
  const square = object(
    { kind: { const: 'square' }, side: { type: 'number' } },
    { required: ['kind', 'side'] },
  );
  const schema = object({ shape: { anyOf: [circle, square, { type: 'null' }] } });
  expect(await issuesOf(schema, { shape: { kind: 'circle', r: 'x' } })).toMatchObject([
    { path: 'shape.r', expected: 'number' },
  ]);
  expect(await issuesOf(schema, { shape: 3 })).toMatchObject([
    { path: 'shape', expected: 'object with kind, r or object with kind, side or null' },
  ]);
  const tagged = object({ shape: { oneOf: [circle, square] } });
  expect(await issuesOf(tagged, { shape: { kind: 'sqare', side: 1 } })).toMatchObject([
    { path: 'shape.kind', expected: 'one of "circle", "square"', nearest: 'square' },
  ]);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  '%s is a key like any other',
  async (name) => {
    const value: unknown = JSON.parse(`{ "${name}": 1 }`);
    const declared = JSON.parse(`{ "${name}": { "type": "string" } }`) as JsonSchema;
    expect(await issuesOf(object(declared), value)).toMatchObject([
      { path: name, expected: 'string', received: 'number 1' },
    ]);
    expect(await issuesOf(object(declared, { required: [name] }), {})).toMatchObject([
      { path: name, message: 'missing' },
    ]);
    expect(await issuesOf(object({}, { additionalProperties: false }), value)).toMatchObject([
      { path: name, message: 'unknown key' },
    ]);
  },
);

test('values that JSON cannot hold are issues, not crashes', async () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const schema = object(
    {},
    { additionalProperties: { type: ['object', 'null'], additionalProperties: { $ref: '#' } } },
  );
  for (const bad of [undefined, 1n, () => 1, Symbol('x')]) {
    expect(await issuesOf(schema, { a: bad })).toMatchObject([{ path: 'a', message: 'not JSON' }]);
  }
  expect(await issuesOf(schema, cycle)).toMatchObject([{ path: 'self', message: 'not JSON' }]);
  expect(await issuesOf(schema, { '\uD800': null })).toMatchObject([{ message: 'not JSON' }]);
});

test('thousands of wrong items are reported without failing, the first 50 of them', async () => {
  const items = Array.from({ length: 200_000 }, () => 1);
  const issues = await issuesOf({ type: 'array', items: { type: 'string' } }, items);
  expect(issues[0]).toMatchObject({ path: '[0]', expected: 'string' });
  expect(issues.length).toBeLessThanOrEqual(50);
});

const broken: readonly [string, JsonSchema, string][] = [
  ['a pattern', object({ a: { pattern: '(' } }), '#/properties/a/pattern'],
  ['a property pattern', { patternProperties: { '[': {} } }, '#/patternProperties'],
  ['a type', object({ a: { type: 'strin' } }), 'Did you mean "string"?'],
  ['properties', { type: 'object', properties: ['a'] }, '"properties" must be an object'],
  ['required', object({}, { required: 'a' }), '"required" must be an array'],
  ['something that is not JSON', object({ a: { const: 1n as never } }), 'not JSON'],
];

test.each(broken)('a schema with %s broken is a ConfigError when compiled', (_, schema, text) => {
  expect(() => compileRaw(schema)).toThrow(
    expect.objectContaining({ code: 'schema', message: expect.stringContaining(text) }),
  );
});

test('a reference that leads nowhere is a ConfigError when first used, with the nearest name', async () => {
  const schema = object({ a: { $ref: '#/$defs/citty' } }, { $defs: { city: {} } });
  await expect(async () => compileRaw(schema).validate({})).rejects.toMatchObject({
    code: 'schema',
    message: expect.stringContaining('Did you mean "#/$defs/city"?'),
  });
});

test('a schema that refers to itself without end is a ConfigError, not a crash', async () => {
  await expect(async () => compileRaw({ $ref: '#' }).validate({})).rejects.toMatchObject({ code: 'schema' });
});

test('needless escapes in patterns, which unicode mode refuses, are understood', async () => {
  const schema: JsonSchema = { type: 'string', pattern: String.raw`^[\w\-.]+\@example\.\-org$` };
  expect(await issuesOf(schema, 'a-b@example.-org')).toEqual([]);
  expect(await issuesOf(schema, 'a-b#example.-org')).toHaveLength(1);
});

test('a JSON value is always judged: valid, or with at least one issue', async () => {
  const schema = object(
    {
      a: { anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#' } }] },
      b: { enum: [1, null, 'x'] },
    },
    { additionalProperties: { not: { type: 'boolean' } } },
  );
  const compiled = compileRaw(schema);
  const keys = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'valueOf'), fc.string());
  const values = fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()));
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      const validation = await compiled.validate(value);
      expect(validation.ok || validation.issues.length > 0).toBe(true);
    }),
    { numRuns: 300 },
  );
});
