import { describe, expect, it } from 'vitest';
import { strictSchema } from './strict-schema.ts';

const object = (properties: object, more: object = {}): never =>
  ({
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    ...more,
  }) as never;

const text = { type: 'string' };
const deep = (levels: number): object => (levels === 0 ? text : object({ a: deep(levels - 1) }));

describe('strict mode', () => {
  it.each([
    ['an empty object', object({})],
    [
      'plain properties',
      object({ a: text, b: { type: ['number', 'null'], minimum: 0 }, c: { enum: ['x', 1] } }),
    ],
    ['nested objects and arrays', object({ a: { type: 'array', items: object({ b: text }), minItems: 1 } })],
    [
      'choices and references',
      object({ a: { anyOf: [text, { $ref: '#/$defs/x' }] } }, { $defs: { x: object({}) } }),
    ],
    ['a known format', object({ a: { type: 'string', format: 'date-time' } })],
    ['properties with the names of keywords', object({ properties: text, oneOf: text, __proto__x: text })],
    ['ten levels', object({ a: deep(9) })],
  ])('takes %s', (_, schema) => {
    expect(strictSchema(schema)).toBe(schema);
  });

  it.each([
    ['another root', { type: 'array', items: text }],
    ['a choice at the root', { anyOf: [object({}), object({ a: text })] }],
    ['an open object', object({}, { additionalProperties: true })],
    ['an optional property', object({ a: text }, { required: [] })],
    ['an open object inside', object({ a: { type: 'object' } })],
    ['an unknown keyword', object({ a: { type: 'string', minLength: 1 } })],
    ['oneOf', object({ a: { oneOf: [text, { enum: ['x'] }] } })],
    ['an unknown format', object({ a: { type: 'string', format: 'uri' } })],
    ['an array without items', object({ a: { type: 'array' } })],
    ['a schema without type', object({ a: {} })],
    ['a schema that is true', object({ a: true })],
    ['a bad definition', object({ a: { $ref: '#/$defs/x' } }, { $defs: { x: { type: 'object' } } })],
    ['too many levels', object({ a: deep(12) })],
    [
      'too many properties',
      object(Object.fromEntries(Array.from({ length: 5001 }, (_, at) => [`p${at}`, text]))),
    ],
    ['too many enum values', object({ a: { enum: Array.from({ length: 1001 }, (_, at) => at) } })],
  ])('refuses %s', (_, schema) => {
    expect(strictSchema(schema as never)).toBeUndefined();
  });
});

it('closes the objects that do not say whether they are open', () => {
  const open = (properties: object): object => ({
    type: 'object',
    properties,
    required: Object.keys(properties),
  });
  const parts = (make: (properties: object) => object): object => ({
    ...make({ a: { type: 'array', items: make({ b: text }) }, c: { anyOf: [make({ d: text }), text] } }),
    $defs: { properties: make({ e: text }) },
  });
  expect(strictSchema(parts(open) as never)).toEqual(parts(object));
  const map = { type: 'object', additionalProperties: text };
  expect(strictSchema(object({ map }))).toBeUndefined();
});

it('says in other words what strict mode has no words for', () => {
  const $ref = '#/$defs/x';
  const $defs = { x: object({}) };
  const choices = [object({ kind: { const: 'a' } }), object({ kind: { const: 'b' } })];
  const given = object(
    { a: { oneOf: choices }, b: { $ref, description: 'B' }, c: { allOf: [text] } },
    { $defs },
  );
  expect(strictSchema(given)).toEqual(
    object({ a: { anyOf: choices }, b: { description: 'B', anyOf: [{ $ref }] }, c: text }, { $defs }),
  );
});
