import { expect, test } from 'vitest';
import * as z from 'zod';
import { checkInputSchema } from './check-schema.ts';
import { compileSchema } from './compile-schema.ts';

test('an object schema with fitting defaults has no problems', () => {
  const schema = z.object({ unit: z.enum(['c', 'f']).default('c'), days: z.int().min(1).default(3) });
  expect(checkInputSchema(compileSchema(schema).jsonSchema)).toEqual([]);
});

test.each([
  [{ type: 'string' }, 'the schema is for type "string"'],
  [{}, 'names no type'],
  [{ anyOf: [{ type: 'object' }] }, 'put the union into a property'],
])('a root that is no object is a problem: %j', (schema, text) => {
  expect(checkInputSchema(schema)).toEqual([expect.stringContaining(text)]);
});

test('a default that its own node refuses is a problem, wherever it stands', () => {
  const problems = checkInputSchema({
    type: 'object',
    properties: {
      unit: { enum: ['c', 'f'], default: 'k' },
      list: {
        type: 'array',
        items: { type: 'object', properties: { n: { type: 'integer', minimum: 1, default: 0 } } },
      },
      fine: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/n' }], default: null },
      // A value, not a schema.
      example: { type: 'object', default: { default: 3 } },
    },
    $defs: { n: { type: ['integer', 'null'] } },
  });
  expect(problems).toEqual([
    'the default "k" at #/properties/unit does not fit: expected one of "c", "f"',
    'the default 0 at #/properties/list/items/properties/n does not fit: expected at least 1',
  ]);
});
