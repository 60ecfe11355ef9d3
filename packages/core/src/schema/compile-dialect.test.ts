import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import type { SchemaDialect } from '../contracts/schema-dialect.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { compileForDialect } from './compile-dialect.ts';
import { brokenRules } from './dialect-rules.test-util.ts';
import {
  anthropicLoose,
  anthropicStrict,
  dialects,
  gemini,
  merging,
  narrow,
  ollama,
  openaiLoose,
  openaiStrict,
  openapi,
} from './dialects.test-util.ts';

const text = { type: 'string' };
const object = (properties: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties,
  ...more,
});
const closed = (properties: JsonSchema, more: JsonSchema = {}): JsonSchema =>
  object(properties, { required: Object.keys(properties), additionalProperties: false, ...more });

/** What became of one member. */
function member(schema: JsonSchema, dialect: SchemaDialect, more: JsonSchema = {}): unknown {
  const result = compileForDialect(object({ a: schema }, more), dialect);
  // The root has properties.
  return (result.schema['properties'] as JsonSchema | undefined)?.['a'];
}

const places = (schema: JsonSchema, dialect: SchemaDialect): string[] =>
  compileForDialect(schema, dialect).notes.map(({ place, what }) => `${place} ${what}`);

describe('a schema that fits', () => {
  it('is given back as it is, and the same result is given again', () => {
    const schema = closed({ a: text, b: { $ref: '#/$defs/b' } }, { $defs: { b: closed({}) } });
    for (const dialect of [openaiStrict, openaiLoose, anthropicLoose, anthropicStrict, gemini]) {
      const result = compileForDialect(schema, dialect);
      expect(result).toEqual({ status: 'accepted', schema, notes: [] });
      expect(result.schema).toBe(schema);
      expect(compileForDialect(schema, dialect)).toBe(result);
    }
  });

  it('is written in other words where the dialect has other ones', () => {
    const kinds = [closed({ kind: { const: 'a' } }), closed({ kind: { const: 'b' } })];
    const schema = object({
      const: { const: 'x' },
      disjoint: { oneOf: kinds },
      both: { allOf: [{ $ref: '#/definitions/d' }, { minItems: 1 }] },
    });
    const { status, schema: made } = compileForDialect(
      { ...schema, definitions: { d: { type: 'array' } } },
      gemini,
    );
    expect(status).toBe('accepted');
    const asEnum = kinds.map((kind, at) => ({
      ...kind,
      properties: { kind: { enum: [at === 0 ? 'a' : 'b'] } },
    }));
    expect(made).toEqual(
      object({ const: { enum: ['x'] }, disjoint: { anyOf: asEnum }, both: { minItems: 1, type: 'array' } }),
    );
  });
});

describe('what a dialect has no words for', () => {
  it('is said in the description and noted with its place', () => {
    const schema = object({ a: { ...text, minLength: 3, description: 'A name' } });
    expect(compileForDialect(schema, ollama)).toEqual({
      status: 'adapted',
      schema: object({ a: { ...text, description: 'A name (at least 3 characters)' } }),
      notes: [{ place: '#/properties/a', what: '"minLength" is left out' }],
    });
  });

  it.each([
    ['bounds', { type: 'integer', exclusiveMinimum: 0, maximum: 9 }, 'above 0; at most 9'],
    ['a pattern', { ...text, pattern: '^a' }, 'matches /^a/'],
    ['a default', { ...text, default: 'x' }, 'default "x"'],
    ['a tuple', { prefixItems: [text, { type: 'null' }] }, 'items in this order: string; null'],
    ['a format', { ...text, format: 'uri' }, 'in the format uri'],
    ['other members', { type: 'object', additionalProperties: text }, 'other members: string'],
  ])('as words: %s', (_, schema, description) => {
    expect(member(schema, ollama)).toMatchObject({ description });
  });

  it('is not missed where it says nothing', () => {
    const map = { type: 'object', propertyNames: text, additionalProperties: { type: 'number' } };
    expect(compileForDialect(object({ map }), narrow).status).toBe('accepted');
  });

  it('is dropped where the dialect wants no words', () => {
    expect(member({ ...text, minLength: 3, format: 'uri' }, narrow)).toEqual(text);
  });
});

describe('references', () => {
  const tree = object({ value: text, next: { $ref: '#/$defs/tree' } });

  it('are written out where the dialect has none, and recursion ends', () => {
    expect(member({ $ref: '#/$defs/tree', description: 'T' }, ollama, { $defs: { tree } })).toEqual({
      ...object({ value: text, next: { type: 'object' } }),
      description: 'T',
    });
  });

  it('stay recursive in optional properties only, where the dialect says so', () => {
    const required = { ...tree, required: ['value', 'next'] };
    const schema = object({ a: { $ref: '#/$defs/tree' } }, { $defs: { tree: required } });
    const result = compileForDialect(schema, gemini);
    expect(result.schema['$defs']).toEqual({ tree: { ...tree, required: ['value'] } });
    expect(places(schema, gemini)).toEqual([
      '#/$defs/tree/properties/next "next" is optional, because it is recursive',
    ]);
    expect(compileForDialect({ ...schema, $defs: { tree } }, gemini).status).toBe('accepted');
    expect(compileForDialect(schema, anthropicStrict).status).toBe('impossible');
  });

  it('of any form lead to definitions of the root', () => {
    const schema = object(
      {
        a: { $ref: '#mark' },
        b: { $ref: 'https://a.example/c' },
        d: { $ref: '#/properties/e/items' },
        e: { items: text },
      },
      {
        $defs: { x: { $anchor: 'mark', type: 'null' } },
        definitions: { c: { $id: 'https://a.example/c', type: 'array' } },
      },
    );
    const result = compileForDialect(schema, {
      name: 'defs',
      keywords: '$ref $defs type properties items'.split(' '),
    });
    expect(result.status).toBe('accepted');
    const refs = { a: { $ref: '#/$defs/x' }, b: { $ref: '#/$defs/c' }, d: { $ref: '#/$defs/items' } };
    expect(result.schema).toEqual(
      object(
        { ...refs, e: { items: text } },
        { $defs: { x: { type: 'null' }, c: { type: 'array' }, items: text } },
      ),
    );
  });

  it('that lead out of the schema are impossible', () => {
    for (const $ref of ['https://a.example/x.json', '#/$defs/none', 'other.json#/x']) {
      const result = compileForDialect(object({ a: { $ref } }), openaiLoose);
      expect(result).toMatchObject({
        status: 'impossible',
        schema: { type: 'object' },
        notes: [{ place: '#/properties/a' }],
      });
    }
  });

  it('that stand beside other keywords take them into alternatives or are merged with them', () => {
    const $defs = { x: closed({}), n: { type: 'integer' } };
    const $ref = '#/$defs/x';
    expect(member({ $ref, description: 'X' }, gemini, { $defs })).toEqual({
      description: 'X',
      anyOf: [{ $ref }],
    });
    expect(member({ $ref: '#/$defs/n', minimum: 1 }, gemini, { $defs })).toEqual({
      type: 'integer',
      minimum: 1,
    });
  });

  it('that multiply without end are cut off', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `d${at}`,
        object({ l: { $ref: `#/$defs/d${at + 1}` }, r: { $ref: `#/$defs/d${at + 1}` } }),
      ]),
    );
    const schema = object({ a: { $ref: '#/$defs/d0' } }, { $defs: { ...$defs, d40: text } });
    const { status, notes } = compileForDialect(schema, ollama);
    expect(status).toBe('adapted');
    expect(notes.some(({ what }) => what.includes('too large'))).toBe(true);
  });
});

describe('the root', () => {
  const circle = closed({ kind: { const: 'circle' }, radius: { type: 'number' } });
  const square = closed({ kind: { const: 'square' }, width: { type: 'number' } });

  it('takes alternatives as one object', () => {
    expect(compileForDialect({ description: 'A shape', oneOf: [circle, square] }, openaiLoose)).toEqual({
      status: 'adapted',
      schema: {
        type: 'object',
        description: 'A shape (one of these: { kind: "circle", radius } or { kind: "square", width })',
        properties: {
          kind: { enum: ['circle', 'square'] },
          radius: { type: 'number' },
          width: { type: 'number' },
        },
        required: ['kind'],
        additionalProperties: false,
      },
      notes: [{ place: '#', what: 'the alternatives of "oneOf" are merged into one object' }],
    });
  });

  it('takes parts that apply together as one object, and loses nothing', () => {
    const base = object({ id: text }, { required: ['id'] });
    const schema = {
      allOf: [{ $ref: '#/$defs/base' }, object({ more: text }, { required: ['more'] })],
      $defs: { base },
    };
    expect(compileForDialect(schema, anthropicLoose)).toMatchObject({
      status: 'accepted',
      schema: object({ id: text, more: text }, { required: ['id', 'more'] }),
    });
  });

  it('says that it is an object', () => {
    expect(compileForDialect({ properties: { a: text } }, openaiLoose).schema).toEqual(object({ a: text }));
    expect(compileForDialect({ type: ['object', 'null'] }, openaiLoose).schema).toEqual({ type: 'object' });
    expect(
      compileForDialect({ $ref: '#/$defs/a', $defs: { a: object({}) } }, openaiLoose).schema,
    ).toMatchObject(object({}));
    // Not by its type, yet a schema all the same.
    expect(compileForDialect(true as never, openaiLoose)).toMatchObject({
      status: 'accepted',
      schema: { type: 'object' },
    });
  });

  it.each([
    ['an array', { type: 'array' }],
    ['alternatives without an object', { anyOf: [text, { type: 'null' }] }],
    ['nothing', { allOf: [false] }],
    ['no schema', 7],
  ])('that is %s is impossible', (_, schema) => {
    const { status, notes } = compileForDialect(schema as never, openaiLoose);
    expect([status, notes.length]).toEqual(['impossible', 1]);
  });

  it('that is too deep is impossible', () => {
    let deep: JsonSchema = text;
    for (let level = 0; level < 20_000; level++) deep = { type: 'array', items: deep };
    expect(compileForDialect(object({ deep }), openaiLoose).status).toBe('impossible');
  });
});

describe('a dialect of closed objects', () => {
  it('closes those that are silent, and notes it', () => {
    const schema = object({ a: object({ b: text }, { required: ['b'] }) }, { required: ['a'] });
    const result = compileForDialect(schema, openaiStrict);
    expect(result.status).toBe('accepted');
    expect(result.schema).toEqual(closed({ a: closed({ b: text }) }));
    expect(result.notes.map(({ place, narrower }) => [place, narrower])).toEqual([
      ['#/properties/a', true],
      ['#', true],
    ]);
  });

  it('puts what all alternatives share into each of them', () => {
    const shared = object(
      { a: text },
      { required: ['a'], anyOf: [object({ b: text }, { required: ['b'] }), { required: ['a'] }] },
    );
    expect(member(shared, anthropicStrict)).toEqual({
      anyOf: [closed({ a: text, b: text }), closed({ a: text })],
    });
  });

  it.each([
    ['open objects', closed({ a: { type: 'object', additionalProperties: text } })],
    ['objects of any members', closed({ a: { type: 'object' } })],
    ['optional members', object({ a: text })],
    ['members of any kind', closed({ a: {} })],
    [
      'too many levels',
      closed({ a: Array.from({ length: 12 }).reduce<JsonSchema>((inner) => closed({ a: inner }), text) }),
    ],
    ['one long enum', closed({ a: { enum: Array.from({ length: 251 }, (_, at) => `${at}`.padStart(60)) } })],
  ])('can not say: %s', (_, schema) => {
    expect(compileForDialect(schema, openaiStrict).status).toBe('impossible');
  });
});

describe('members and items', () => {
  it('with names that the dialect refuses are left out, unless they are required', () => {
    const schema = object({ 'a b': text, c: text }, { additionalProperties: false });
    const { status, schema: made } = compileForDialect(schema, anthropicLoose);
    expect([status, made]).toEqual(['adapted', object({ c: text })]);
    expect(compileForDialect({ ...schema, required: ['a b'] }, anthropicLoose).status).toBe('impossible');
  });

  it('named like keywords or prototypes are ordinary', () => {
    const properties = JSON.parse(
      '{"$ref":{"type":"string"},"__proto__":{"minLength":1},"toString":{},"enum":{}}',
    ) as JsonSchema;
    const { properties: made } = compileForDialect(object(properties), ollama).schema;
    expect(Object.keys(made as JsonSchema)).toEqual(['$ref', '__proto__', 'toString', 'enum']);
    expect(Object.getOwnPropertyDescriptor(made, '__proto__')?.value).toEqual({
      description: 'at least 1 characters',
    });
  });

  it('of tuples become items of any of their kinds', () => {
    const tuple = { type: 'array', items: [text, { type: 'null' }], additionalItems: false };
    expect(member(tuple, openapi)).toEqual({
      type: 'array',
      items: { anyOf: [text, { type: 'null' }] },
      maxItems: 2,
    });
    expect(member(tuple, gemini)).toEqual({
      type: 'array',
      prefixItems: [text, { type: 'null' }],
      maxItems: 2,
    });
    expect(member({ type: 'array', prefixItems: [text] }, narrow)).toEqual({ type: 'array', items: {} });
  });

  it('of arrays are named where the dialect wants them named', () => {
    expect(member({ type: 'array' }, openaiLoose)).toEqual({ type: 'array', items: {} });
  });

  it('by pattern become other members', () => {
    const map = { type: 'object', patternProperties: { '^a': text }, additionalProperties: false };
    expect(member(map, narrow)).toEqual({ type: 'object', additionalProperties: text });
  });
});

describe('what applies together is merged into one schema', () => {
  const ab = object({ a: text, b: text });
  it.each<readonly [string, JsonSchema, JsonSchema, JsonSchema]>([
    ['bounds', { minimum: 1, maxLength: 5 }, { minimum: 3, maxLength: 4 }, { minimum: 3, maxLength: 4 }],
    ['types', { type: ['number', 'string'] }, { type: ['null', 'integer'] }, { type: 'integer' }],
    ['values', { enum: ['a', 'b', 1] }, { enum: [1, 'b'] }, { enum: ['b', 1] }],
    ['names', { required: ['a'] }, { required: ['b', 'a'] }, { required: ['a', 'b'] }],
    ['texts', { title: 'T', description: 'A' }, { description: 'B' }, { title: 'T', description: 'A' }],
    [
      'members',
      object({ a: text }),
      object({ a: { minLength: 1 }, b: text }),
      object({ a: { ...text, minLength: 1 }, b: text }),
    ],
    ['items', { items: text }, { items: { minLength: 1 } }, { items: { ...text, minLength: 1 } }],
    [
      'closed objects',
      { ...ab, additionalProperties: false },
      object({ a: text }),
      { ...ab, additionalProperties: false },
    ],
    [
      'other members',
      { additionalProperties: text },
      { additionalProperties: { maxLength: 1 } },
      { additionalProperties: { ...text, maxLength: 1 } },
    ],
  ])('and loses nothing: %s', (_, one, two, merged) => {
    const schema = object({ a: { allOf: [one, two] } });
    expect(compileForDialect(schema, merging)).toEqual({
      status: 'accepted',
      schema: object({ a: merged }),
      notes: [],
    });
  });

  it.each<readonly [string, JsonSchema, JsonSchema, JsonSchema]>([
    ['patterns', { pattern: 'a' }, { pattern: 'b' }, { pattern: 'a' }],
    ['types without a common one', text, { type: 'null' }, text],
    ['objects', { enum: [{}] }, { enum: [[]] }, { enum: [{}] }],
    [
      'closed objects',
      { ...object({ a: text }), additionalProperties: false },
      ab,
      { ...ab, additionalProperties: false },
    ],
    ['counts', { contains: text }, { contains: {}, minContains: 3 }, { contains: text }],
    [
      'other members',
      { ...ab, additionalProperties: false },
      object({ a: text }, { additionalProperties: { minLength: 1 } }),
      { ...ab, additionalProperties: false },
    ],
    ['tuples', { prefixItems: [text] }, { items: text }, { prefixItems: [text] }],
    ['alternatives', { anyOf: [text] }, { anyOf: [{}] }, { anyOf: [text] }],
  ])('with the looser one where no single schema says both: %s', (_, one, two, merged) => {
    const schema = object({ a: { allOf: [one, two] } });
    expect(compileForDialect(schema, merging)).toMatchObject({
      status: 'adapted',
      schema: object({ a: merged }),
    });
    expect(member({ allOf: [one, two] }, merging)).toEqual(merged);
  });
});

it('lists of types are written as the dialect wants them', () => {
  const types = { type: ['string', 'null'], minLength: 1 };
  expect(member(types, openapi)).toEqual({ type: 'string', minLength: 1, nullable: true });
  expect(member(types, narrow)).toEqual({ anyOf: [text, { type: 'null' }] });
  expect(member({ type: ['string'] }, narrow)).toEqual(text);
});

it('values that an enum may not hold give way to their types', () => {
  expect(member({ enum: ['a', null, 1] }, gemini)).toEqual({
    type: ['string', 'null', 'number'],
    description: 'one of "a", null, 1',
  });
});

it('keywords that would turn stricter go when something is lost anywhere', () => {
  const schema = object({ a: { not: { $ref: '#/$defs/x' } }, b: { if: text, else: { minLength: 1 } } });
  const $defs = { x: object({ 'no name': text }) };
  expect(compileForDialect({ ...schema, $defs: { x: text } }, anthropicLoose).status).toBe('accepted');
  expect(compileForDialect({ ...schema, $defs }, anthropicLoose).schema).toMatchObject(
    object({ a: {}, b: {} }),
  );
  expect(member({ not: { $ref: '#/$defs/x' } }, anthropicLoose, { $defs })).toEqual({});
});

it('of several alternatives one is no longer asked for when something is lost anywhere', () => {
  const oneOf = [{ minLength: 1 }, { maxLength: 3 }];
  expect(member({ oneOf }, anthropicLoose)).toEqual({ oneOf });
  expect(compileForDialect(object({ a: { oneOf }, 'b c': text }), anthropicLoose).schema).toEqual(
    object({ a: { anyOf: oneOf } }),
  );
});

it('a rule for what nothing else speaks of goes when anything changes', () => {
  const rest = { type: 'array', prefixItems: [text], unevaluatedItems: false };
  expect(member(rest, anthropicLoose)).toEqual(rest);
  expect(member(rest, openaiLoose)).toEqual({ type: 'array', prefixItems: [text], items: {} });
});

it('alternatives are told apart before "oneOf" counts as "anyOf"', () => {
  const status = (...oneOf: JsonSchema[]): string =>
    compileForDialect(object({ a: { oneOf } }), gemini).status;
  expect(status(text, { type: 'integer' })).toBe('accepted');
  expect(status({ type: 'number' }, { type: 'integer' })).toBe('adapted');
  expect(status({ enum: ['a'] }, { enum: ['b', null] }, text)).toBe('adapted');
});

it('alternatives that are true or false are left out where schemas are objects', () => {
  expect(member({ anyOf: [true, text], title: 'T' }, gemini)).toEqual({ title: 'T' });
  expect(member({ anyOf: [false, text] }, gemini)).toEqual({ anyOf: [text] });
});

it('a root that other parts refer to keeps its meaning there', () => {
  const schema = { anyOf: [{ type: 'null' }, object({ next: { $ref: '#' } })] };
  expect(compileForDialect(schema, openaiLoose).schema).toEqual(
    object({ next: { $ref: '#/$defs/root' } }, { $defs: { root: schemaWith('#/$defs/root') } }),
  );
  function schemaWith($ref: string): JsonSchema {
    return { anyOf: [{ type: 'null' }, object({ next: { $ref } })] };
  }
});

it('an address stays at the root only', () => {
  const schema = { $id: 'https://a.example/x', type: ['object', 'null'], properties: { a: { $ref: '#' } } };
  const { schema: made } = compileForDialect(schema, openaiLoose);
  expect(made['$id']).toBe(schema.$id);
  expect(JSON.stringify(made['$defs'])).not.toContain('$id');
});

it('malformed keywords are left out', () => {
  const schema = {
    type: 'any',
    required: 'a',
    minLength: -1,
    enum: [],
    anyOf: {},
    items: 5,
    description: 'D',
  };
  expect(member(schema, openaiLoose)).toEqual({ description: 'D' });
});

const suite = fileURLToPath(new URL('../../../../../shared/json-schema-suite/', import.meta.url));
const absent = !existsSync(suite);

function suiteSchemas(): JsonSchema[] {
  const files = readdirSync(suite, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  return files.flatMap((file) => {
    const content: unknown = JSON.parse(readFileSync(`${suite}${file}`, 'utf8'));
    // The suite's format: groups of cases, or a schema that others refer to.
    return Array.isArray(content)
      ? content.map((group: { schema: JsonSchema }) => group.schema)
      : [content as JsonSchema];
  });
}

test.skipIf(absent).each(dialects.map((dialect) => ({ name: dialect.name, dialect })))(
  `$name gets only what it takes of the schemas of the public suite${absent ? ' (skipped: ../shared/json-schema-suite is not beside the checkout)' : ''}`,
  ({ dialect }) => {
    const schemas = suiteSchemas();
    expect(schemas.length).toBeGreaterThan(400);
    for (const schema of schemas) {
      for (const given of [schema, object({ a: schema })]) {
        const result = compileForDialect(given, dialect);
        expect(brokenRules(result.schema, dialect), JSON.stringify(given)).toEqual([]);
        expect(compileForDialect(result.schema, dialect).schema).toEqual(result.schema);
      }
    }
  },
);
