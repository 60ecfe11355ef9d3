import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { JsonObject, JsonSchema } from '@pegboard/core';
import { compileSchema } from '../../schema/compile-schema.ts';
import { withoutParameters } from './bound-schema.ts';

const fits = async (schema: JsonSchema, value: unknown): Promise<boolean> =>
  (await compileSchema(schema).validate(value)).ok;
const conditional = ['if', 'then'];
/** Written out, `then` would look like a promise. */
const when = (...nodes: readonly JsonObject[]): JsonObject =>
  Object.fromEntries(nodes.map((node, at) => [conditional[at], node]));
const text = { type: 'string' };

describe('a schema without a parameter', () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    [
      'in dependencies',
      { properties: { a: text, b: text }, dependentRequired: { a: ['b'], b: ['a', 'c'] } },
      { properties: { b: text }, dependentRequired: { b: ['c'] } },
    ],
    ['in counts', { minProperties: 2, maxProperties: 3 }, { minProperties: 1, maxProperties: 2 }],
    [
      'in examples and defaults',
      { default: { a: 1, b: 2 }, examples: [{ a: 1 }, 5] },
      { default: { b: 2 }, examples: [{}, 5] },
    ],
    [
      'in alternatives',
      { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      { anyOf: [{}, { required: ['b'] }] },
    ],
    [
      'in exclusive alternatives',
      { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      { allOf: [{ anyOf: [{}, { required: ['b'] }] }] },
    ],
    ['in what is forbidden', { not: { required: ['a'] } }, {}],
    ['in conditions', when({ required: ['a'] }, { required: ['b'] }), {}],
    ['but not where it is not named', { not: { required: ['b'] } }, { not: { required: ['b'] } }],
    [
      'but not in the objects inside',
      { properties: { b: { properties: { a: text } } } },
      { properties: { b: { properties: { a: text } } } },
    ],
    [
      'with the definitions that only it needed',
      {
        properties: { a: { $ref: '#/$defs/A' }, b: { $ref: '#/$defs/B' } },
        $defs: { A: { $ref: '#/$defs/Deep' }, Deep: text, B: { $ref: '#/$defs/C' }, C: text },
      },
      { properties: { b: { $ref: '#/$defs/B' } }, $defs: { B: { $ref: '#/$defs/C' }, C: text } },
    ],
    [
      'in a definition that the whole object follows',
      { allOf: [{ $ref: '#/$defs/Base' }], $defs: { Base: { required: ['a', 'b'] } } },
      { allOf: [{ allOf: [{ required: ['b'] }] }] },
    ],
  ])('%s', (_, schema, expected) => expect(withoutParameters(schema, ['a'])).toEqual(expected));

  it('leaves the whole schema as it was', () => {
    const schema = { type: 'object', properties: { a: text, b: { enum: ['x'] } }, required: ['a'] };
    const before = structuredClone(schema);
    withoutParameters(schema, ['a']);
    expect(schema).toEqual(before);
    expect(Object.isFrozen(schema.properties.b)).toBe(false);
  });

  const names = ['a', 'b', 'c'];
  const required = fc.uniqueArray(fc.constantFrom(...names)).map((list): JsonObject => ({ required: list }));
  const typed = fc.record({
    properties: fc.dictionary(
      fc.constantFrom(...names),
      fc.constantFrom(text, { type: 'number' }, { const: 1 }),
    ),
  });
  const node: fc.Arbitrary<JsonObject> = fc.letrec<{ node: JsonObject }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      required,
      typed,
      fc.record({ anyOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ oneOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ allOf: fc.array(tie('node'), { maxLength: 2 }) }),
      fc.record({ not: tie('node') }),
      fc.tuple(tie('node'), tie('node')).map(([condition, then]) => when(condition, then)),
      fc.record({
        dependentRequired: fc.dictionary(
          fc.constantFrom(...names),
          fc.uniqueArray(fc.constantFrom(...names)),
        ),
      }),
      fc.record({ minProperties: fc.nat(3) }),
    ),
  })).node;
  const value = fc.dictionary(fc.constantFrom(...names), fc.constantFrom('x', 1, 2), { maxKeys: 3 });

  it('takes all that the whole takes together with a fixed value', async () => {
    await fc.assert(
      fc.asyncProperty(node, value, fc.constantFrom('x', 1), async (schema, rest, a) => {
        const whole = { ...rest, a };
        fc.pre(await fits(schema, whole));
        const { a: _, ...shown } = whole as Record<string, unknown>;
        expect(await fits(withoutParameters(schema, ['a']), shown)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
