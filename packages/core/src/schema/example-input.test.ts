import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { defineTool, isPegboardError, type JsonSchema, type JsonValue } from '@pegboard/core';
import { bind, exampleInput } from '@pegboard/core/tools';
import { prepareRaw } from './prepare-raw.ts';
import { createRawValidator } from './raw-validator.ts';
import { rebaseRefs } from './rebase-refs.ts';

const toolOf = (input: object) => defineTool({ name: 'try_it', description: 'Tries it.', input });
const exampleOf = (input: object, options = {}) => exampleInput(toolOf(input), options);

/** The example of one member. */
async function member(schema: JsonSchema, more: JsonSchema = {}): Promise<unknown> {
  const input = { type: 'object', properties: { a: schema }, required: ['a'], ...more };
  return (await exampleOf(input))['a'];
}

describe('an example input', () => {
  it('has what is required, and optional members when they show a value or are asked for', async () => {
    const input = z.object({
      city: z.string(),
      days: z.int().min(3).max(7).optional(),
      unit: z.enum(['c', 'f']).default('c'),
      note: z
        .string()
        .optional()
        .meta({ examples: ['Bring a coat'] }),
    });
    expect(await exampleOf(input)).toEqual({ city: 'example', unit: 'c', note: 'Bring a coat' });
    expect(await exampleOf(input, { optional: true })).toMatchObject({ days: 3 });
  });

  it('is the example that the schema holds, unless it does not fit', async () => {
    const input = z.object({ city: z.string().min(3) });
    expect(await exampleOf(input.meta({ examples: [{ city: 'Oslo' }] }))).toEqual({ city: 'Oslo' });
    expect(await exampleOf(input.meta({ examples: [{ city: 'O' }, { city: 'Rome' }] }))).toEqual({
      city: 'Rome',
    });
    expect(await exampleOf(input.meta({ examples: [{ city: 'O' }] }))).toEqual({ city: 'example' });
  });

  it('of a tool whose parameters are bound leaves them out', async () => {
    const tool = toolOf(z.object({ a: z.string(), b: z.literal('fixed') }));
    expect(await exampleInput(bind(tool, { b: 'fixed' }))).toEqual({ a: 'example' });
  });

  it('is the same each time', async () => {
    const input = z.object({ ids: z.array(z.uuid()).min(3), at: z.iso.datetime() });
    expect(await exampleOf(input)).toEqual(await exampleOf(input));
  });

  it('that no schema can tell of is refused with the reason', async () => {
    const secret = z.object({ code: z.string().refine((text) => text === 'sesame', 'not the word') });
    await expect(exampleOf(secret)).rejects.toMatchObject({
      code: 'schema',
      message: expect.stringMatching(/"try_it".*code: not the word.*examples/s),
    });
  });
});

const zods: Readonly<Record<string, z.ZodType>> = {
  email: z.email(),
  url: z.url(),
  'https url': z.url({ protocol: /^https$/ }),
  uuid: z.uuid(),
  'uuid 7': z.uuidv7(),
  'date and time': z.iso.datetime(),
  'local time with offset': z.iso.datetime({ offset: true, precision: 3 }),
  date: z.iso.date(),
  time: z.iso.time(),
  duration: z.iso.duration(),
  'address 4': z.ipv4(),
  'address 6': z.ipv6(),
  range: z.cidrv4(),
  base64: z.base64(),
  'base64 url': z.base64url(),
  nanoid: z.nanoid(),
  cuid: z.cuid2(),
  ulid: z.ulid(),
  emoji: z.emoji(),
  phone: z.e164(),
  'template literal': z.templateLiteral(['v', z.int(), '.', z.int()]),
  hex: z.string().regex(/^#[0-9a-f]{6}$/i),
  'starts and ends': z.string().startsWith('ab').endsWith('yz').min(10),
  'upper case': z.string().uppercase().min(2),
  'long text': z.string().min(500).max(500),
  'short text': z.string().max(3),
  'even number': z.int().multipleOf(2).min(3),
  fraction: z.number().gt(0).lt(0.1),
  negative: z.number().negative().max(-10.5),
  tuple: z.tuple([z.string(), z.int().min(5), z.boolean()]),
  'list with a rest': z.tuple([z.string()], z.number()),
  record: z.record(z.string(), z.int()),
  'keyed record': z.record(z.enum(['x', 'y']), z.int()),
  'named record': z.record(z.string().regex(/^k_\d+$/), z.int()),
  union: z.union([z.object({ kind: z.literal('a'), a: z.int() }), z.object({ kind: z.literal('b') })]),
  'told apart': z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('on') }),
    z.object({ kind: z.literal('off'), why: z.string() }),
  ]),
  both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.int() })),
  nullable: z.string().nullable(),
  'null alone': z.null(),
  any: z.any(),
  unknown: z.unknown(),
  'strict object': z.strictObject({ a: z.string() }),
  nested: z.object({ a: z.object({ b: z.array(z.object({ c: z.literal(3) })).min(2) }) }),
  json: z.json(),
};

describe('an example is valid for a member that is', () => {
  it.each(Object.entries(zods))('%s', async (_name, schema) => {
    const input = z.object({ a: schema, b: schema.optional(), list: z.array(schema).min(3) });
    for (const optional of [false, true]) {
      const example = await exampleOf(input, { optional });
      expect(input.safeParse(example).success).toBe(true);
    }
  });

  it.each<[string, JsonSchema, JsonValue]>([
    ['an own reference', { $ref: '#/$defs/one' }, 7],
    ['a reference by anchor', { $ref: '#two' }, 'second'],
    ['parts together', { allOf: [{ minimum: 3, type: 'integer' }, { multipleOf: 5 }] }, 5],
    ['not the usual', { type: 'string', not: { const: 'example' } }, 'a'],
    ['exactly one of', { oneOf: [{ type: 'integer' }, { type: 'number' }] }, 0.5],
    [
      'one side of a condition',
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword
      { type: 'integer', if: { minimum: 100 }, then: { multipleOf: 7 }, else: { maximum: -3 } },
      105,
    ],
    [
      'different items',
      { type: 'array', items: { enum: ['x', 'y', 'z'] }, minItems: 3, uniqueItems: true },
      ['x', 'y', 'z'],
    ],
    [
      'an item that must be there',
      { type: 'array', items: { type: 'integer' }, contains: { const: 9 } },
      [9],
    ],
    [
      'members that need others',
      {
        properties: { x: { default: 1 }, y: { type: 'boolean' } },
        dependentRequired: { x: ['y'] },
      },
      { x: 1, y: true },
    ],
    [
      'many members',
      {
        type: 'object',
        minProperties: 2,
        propertyNames: { pattern: '^n\\d$' },
        additionalProperties: { type: 'null' },
      },
      { n1: null, n11: null },
    ],
    ['a backward reference', { type: 'string', pattern: '^(ab|c)-\\1$' }, 'ab-ab'],
    [
      'a list of draft 7',
      { type: 'array', items: [{ const: 1 }, { type: 'string' }], minItems: 2 },
      [1, 'example2'],
    ],
  ])('%s', async (name, schema, expected) => {
    const $defs = { one: { const: 7 }, two: { $anchor: 'two', const: 'second' } };
    const found = await member(schema, { $defs });
    if (name === 'exactly one of') expect(Number.isInteger(found)).toBe(false);
    else if (name === 'many members') expect(Object.keys(found as object)).toHaveLength(2);
    else expect(found).toEqual(expected);
  });

  it('a tree, which ends', async () => {
    interface Tree {
      name: string;
      children: Tree[];
    }
    const tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(tree) }));
    expect(tree.safeParse((await exampleOf(z.object({ tree })))['tree']).success).toBe(true);
    const linked = {
      type: 'object',
      properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
      required: ['next'],
    };
    expect(JSON.stringify(await exampleOf(linked)).length).toBeLessThan(200);
  });
});

/** Schemas that some value fits, by the way they are made. */
const satisfiable = fc.letrec<Record<'schema', JsonSchema>>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc
      .tuple(fc.nat(20), fc.nat(20))
      .map(([least, more]) => ({ type: 'string', minLength: least, maxLength: least + more })),
    fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(100)).map(([least, more]) => ({
      type: 'integer',
      minimum: least,
      maximum: least + more,
    })),
    fc
      .tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: 1e-3, max: 10, noNaN: true }))
      .map(([least, more]) => ({
        type: 'number',
        exclusiveMinimum: least,
        exclusiveMaximum: least + more,
      })),
    fc.integer({ min: 1, max: 50 }).map((step) => ({ type: 'number', multipleOf: step / 4, minimum: 3 })),
    fc
      .uniqueArray(fc.jsonValue({ maxDepth: 1 }), {
        minLength: 1,
        maxLength: 4,
        selector: (value) => JSON.stringify(value),
      })
      .map((values) => ({ enum: values as JsonValue[] })),
    fc.constantFrom<JsonSchema>(
      { type: 'boolean' },
      { type: ['null', 'string'] },
      {},
      { format: 'date', type: 'string' },
      { type: 'string', pattern: '^[A-Z]{2}\\d{2,}(-[a-f]+)?$', minLength: 8 },
    ),
    fc.tuple(tie('schema'), fc.nat(4)).map(([items, least]) => ({ type: 'array', items, minItems: least })),
    fc
      .dictionary(fc.stringMatching(/^[a-z_]{1,6}$/), tie('schema'), { maxKeys: 4 })
      .chain((properties) =>
        fc
          .subarray(Object.keys(properties))
          .map((required) => ({ type: 'object', properties, required, additionalProperties: false })),
      ),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    tie('schema').map((schema) => ({ allOf: [schema, {}] })),
  ),
}));

test('an example is found for every schema that some value fits, and another validator says that it fits', async () => {
  await fc.assert(
    fc.asyncProperty(satisfiable.schema, fc.boolean(), async (schema, optional) => {
      const input = { type: 'object', properties: { a: schema }, required: ['a'] };
      const example = await exampleOf(input, { optional });
      expect(createRawValidator(prepareRaw(input))(example).ok).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const suite = fileURLToPath(
  new URL('../../../../../shared/json-schema-suite/tests-draft2020-12/', import.meta.url),
);
const absent = !existsSync(suite);

interface Group {
  readonly description: string;
  readonly schema: JsonSchema | boolean;
  readonly tests: readonly { readonly valid: boolean }[];
}

test.skipIf(absent)(
  `nearly every schema of the public suite has an example${absent ? ' (skipped: ../shared/json-schema-suite is not beside the checkout)' : ''}`,
  { timeout: 60_000 },
  async () => {
    const missed: string[] = [];
    let all = 0;
    for (const file of readdirSync(suite).filter((name) => name.endsWith('.json'))) {
      // The suite's format.
      for (const group of JSON.parse(readFileSync(suite + file, 'utf8')) as Group[]) {
        if (typeof group.schema === 'boolean' || !group.tests.some(({ valid }) => valid)) continue;
        // Inside a tool's schema its addresses would mean something else.
        if (/"\$id"|"\$ref":"(?!#)|"\$ref":"#(?![/"])|dynamicRef/.test(JSON.stringify(group.schema)))
          continue;
        all++;
        const found = await member(rebaseRefs(group.schema, '#/properties/a')).then(
          (value) => value !== undefined,
          // A default of the wrong type makes no tool.
          (error: unknown) => isPegboardError(error) && error.code === 'invalid-tool',
        );
        if (!found) missed.push(`${file}: ${group.description}`);
      }
    }
    expect(all).toBeGreaterThan(250);
    expect(missed.length / all, missed.join('\n')).toBeLessThan(0.01);
  },
);
