import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { compileForDialect } from './compile-dialect.ts';
import { brokenRules } from './dialect-rules.test-util.ts';
import { dialects, openapi } from './dialects.test-util.ts';
import { prepareRaw } from './prepare-raw.ts';
import { createRawValidator } from './raw-validator.ts';

const names = ['a', 'b', 'kind', '$ref', 'type', 'properties', 'bad name', 'toString', '__proto__'];
const name = fc.constantFrom(...names);
const scalar = fc.constantFrom<JsonValue>(
  0,
  1,
  2.5,
  7,
  '',
  'a',
  'x',
  'abcd',
  '2026-01-01',
  true,
  false,
  null,
);

function record(value: fc.Arbitrary<JsonValue>, maxLength = 3): fc.Arbitrary<JsonValue> {
  return fc
    .array(fc.tuple(name, value), { maxLength })
    .map((entries) => Object.fromEntries(entries) as JsonValue);
}

const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    record(tie('value')),
  ),
}));

const type = fc.constantFrom(
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'array',
  'object',
  'object',
  'array',
);
const ref = fc.constantFrom(
  '#',
  '#/$defs/a',
  '#/$defs/b',
  '#/definitions/c',
  '#/$defs/a/items',
  '#/properties/a',
  '#mark',
);
const small = fc.nat(3);

const { schema } = fc.letrec<{ schema: JsonValue }>((tie) => {
  const node = tie('schema');
  const list = fc.array(node, { minLength: 1, maxLength: 3 });
  const optional: Record<string, fc.Arbitrary<JsonValue>> = {
    $ref: ref,
    $anchor: fc.constant('mark'),
    type: fc.oneof(type, type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
    title: fc.constant('T'),
    description: fc.constantFrom('D', ''),
    default: scalar,
    enum: fc.array(fc.oneof(scalar, value), { minLength: 1, maxLength: 4 }),
    const: fc.oneof(scalar, value),
    properties: record(node, 4),
    required: fc.array(name, { maxLength: 2 }),
    additionalProperties: node,
    patternProperties: fc
      .array(fc.tuple(fc.constantFrom('^a', 'o', '^x'), node), { maxLength: 2 })
      .map((entries): JsonValue => Object.fromEntries(entries)),
    propertyNames: node,
    minProperties: small,
    maxProperties: small,
    items: fc.oneof(node, node, list),
    additionalItems: node,
    prefixItems: list,
    contains: node,
    minContains: small,
    maxContains: small,
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    anyOf: list,
    oneOf: list,
    allOf: list,
    ...Object.fromEntries(['not', 'if', 'then', 'else'].map((key) => [key, node])),
    dependentRequired: record(fc.array(name, { maxLength: 2 }), 2),
    dependentSchemas: record(node, 2),
    unevaluatedProperties: node,
    unevaluatedItems: node,
    minimum: small,
    maximum: small,
    exclusiveMinimum: small,
    exclusiveMaximum: small,
    multipleOf: fc.constantFrom(1, 2, 0.5),
    minLength: small,
    maxLength: small,
    pattern: fc.constantFrom('^a', 'b'),
    format: fc.constantFrom('date', 'uri', 'made-up'),
    nullable: fc.boolean(),
  };
  const keywords = Object.keys(optional);
  const some = fc
    .shuffledSubarray(keywords, { minLength: 0, maxLength: 4 })
    .chain((chosen) =>
      fc.tuple(...chosen.map((key) => (optional[key] ?? scalar).map((made) => [key, made] as const))),
    )
    .map((entries): JsonValue => Object.fromEntries(entries));
  return {
    schema: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.oneof(
        type.map((each) => ({ type: each })),
        fc.boolean(),
      ),
      some,
      some,
    ),
  };
});

/** Objects as the strictest dialects want them, so that those compile something too. */
const { tidy } = fc.letrec<{ tidy: JsonSchema }>((tie) => {
  const leaf = fc.constantFrom<JsonValue>(
    { type: 'string' },
    { type: ['integer', 'null'] },
    { enum: ['a', 1, 'x'] },
    { type: 'string', description: 'D', const: 'a' },
    { type: 'array', items: { type: 'number', minimum: 1 }, minItems: 2 },
    { $ref: '#/$defs/word' },
    { $ref: '#/definitions/flag', description: 'D' },
    { oneOf: [{ type: 'boolean' }, { type: 'string', minLength: 1 }] },
  );
  const member = fc.oneof({ maxDepth: 2 }, leaf, leaf, tie('tidy'));
  const object = fc
    .tuple(fc.constantFrom('a', 'kind'), member, fc.constantFrom('b', '__proto__'), member, fc.nat(2))
    .map(([a, one, b, two, count]): JsonSchema => {
      const properties = Object.fromEntries([[a, one] as const, [b, two] as const].slice(0, count));
      return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
    });
  return { tidy: object };
});

const tidyRoot = tidy.map((node): JsonSchema => ({
  ...node,
  $defs: { word: { type: 'string', format: 'date' } },
  definitions: { flag: { type: 'boolean' } },
}));

/** Schemas that apply together, at the root and below. */
const together: fc.Arbitrary<JsonSchema> = fc
  .tuple(schema, schema, schema, schema)
  .map(([one, two, three, four]): JsonSchema => ({
    type: 'object',
    properties: { a: { allOf: [one, two] } },
    allOf: [three, { properties: { b: four } }],
    definitions: { c: three },
    $defs: { a: one, b: two },
  }));

/** Roots as tools have them, and any others. */
const wildRoot: fc.Arbitrary<JsonSchema> = fc
  .tuple(
    fc.oneof(
      schema,
      record(schema, 4).map((properties): JsonValue => ({ type: 'object', properties })),
    ),
    record(schema, 2),
    schema,
  )
  .map(([node, definitions, c]): JsonSchema => ({
    ...(isJsonObject(node) ? node : { type: 'object' }),
    $defs: definitions,
    definitions: { c },
  }));

const root = fc.oneof(wildRoot, together, tidyRoot);

function validator(given: JsonSchema): ((each: unknown) => boolean) | undefined {
  try {
    const judge = createRawValidator(prepareRaw(given));
    return (each) => judge(each).ok;
  } catch {
    return undefined;
  }
}

/** `nullable` in the words of JSON Schema. */
function withoutNullable(node: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(node), (_, each: JsonValue) => {
    if (!isJsonObject(each) || each['nullable'] !== true) return each;
    const { nullable: _nullable, ...rest } = each;
    return { anyOf: [rest, { type: 'null' }] };
  }) as JsonSchema; // a JSON Schema with some nodes wrapped
}

describe.each(dialects.map((dialect) => ({ ...dialect, dialect })))('schemas for $name', ({ dialect }) => {
  it('hold only what the dialect takes, and stay as they are when compiled again', () => {
    fc.assert(
      fc.property(root, (given) => {
        const before = JSON.stringify(given);
        const result = compileForDialect(given, dialect);
        expect(JSON.stringify(given)).toBe(before);
        expect(brokenRules(result.schema, dialect)).toEqual([]);
        expect(result.status === 'accepted' || result.notes.length > 0).toBe(true);
        const again = compileForDialect(structuredClone(result.schema), dialect);
        expect(again.schema).toEqual(result.schema);
        expect(JSON.stringify(again.schema)).toBe(JSON.stringify(result.schema));
        if (result.status !== 'impossible') expect(again.status).toBe('accepted');
      }),
      { numRuns: 600 },
    );
  });

  it('take every value that the original takes', () => {
    let compared = 0;
    fc.assert(
      fc.property(root, fc.array(value, { minLength: 20, maxLength: 20 }), (given, values) => {
        const result = compileForDialect(given, dialect);
        if (result.status === 'impossible' || result.notes.some((note) => note.narrower)) return;
        const original = validator(given);
        if (original === undefined) return;
        const adapted = validator(dialect === openapi ? withoutNullable(result.schema) : result.schema);
        for (const each of values) {
          if (dialect.objectRoot && !isJsonObject(each)) continue;
          if (!isRight(original, each)) continue;
          compared++;
          expect(adapted?.(each), JSON.stringify([result.schema, each])).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('are made of any JSON, without an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), schema, (anything, node) => {
        for (const given of [
          anything,
          { type: 'object', properties: anything, $defs: node, anyOf: anything },
        ]) {
          // Whatever a server sent.
          const result = compileForDialect(given as JsonSchema, dialect);
          expect(brokenRules(result.schema, dialect)).toEqual([]);
        }
      }),
    );
  });
});

function isRight(judge: (each: unknown) => boolean, each: unknown): boolean {
  try {
    return judge(each);
  } catch {
    return false;
  }
}
