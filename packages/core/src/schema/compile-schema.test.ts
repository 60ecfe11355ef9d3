import { expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import type {
  AnySchema,
  InferOutput,
  StandardResult,
  StandardSchemaV1,
} from '../contracts/standard-schema.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { compileSchema } from './compile-schema.ts';
import { jsonSchema } from './json-schema.ts';
import type { SchemaIssue } from './validation.ts';

async function issuesOf(schema: AnySchema, value: unknown): Promise<readonly SchemaIssue[]> {
  const validation = await compileSchema(schema).validate(value);
  return validation.ok ? [] : validation.issues;
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

const weather = z.strictObject({
  city: z.string().min(2),
  unit: z.enum(['celsius', 'fahrenheit']).default('celsius'),
  days: z.int().min(1).max(7).optional(),
  tags: z.array(z.string()).optional(),
});

function judge(value: unknown): StandardResult<number> {
  return typeof value === 'string' && value !== ''
    ? { value: value.length }
    : { issues: [{ message: 'must be some text', path: [{ key: 'inner' }] }] };
}

/** A Standard Schema without any library: a number, checked later when `later` is set. */
function handWritten(
  options: { later?: boolean; converter?: boolean; fail?: Error } = {},
): StandardSchemaV1<string, number> {
  return {
    '~standard': {
      version: 1,
      vendor: 'by-hand',
      validate: (value) => {
        if (options.fail !== undefined) throw options.fail;
        return options.later === true ? Promise.resolve(judge(value)) : judge(value);
      },
      ...(options.converter === false
        ? {}
        : { jsonSchema: { input: () => ({ type: 'string' }), output: () => ({ type: 'number' }) } }),
    },
  };
}

test('the same schema object is compiled once', () => {
  expect(compileSchema(weather)).toBe(compileSchema(weather));
});

test('the JSON Schema is the input side, without the dialect, rendered once', () => {
  const { jsonSchema: rendered } = compileSchema(weather);
  expect(rendered).toMatchObject({ type: 'object', required: ['city'], additionalProperties: false });
  expect(rendered).not.toHaveProperty('$schema');
  expect(compileSchema(weather).jsonSchema).toBe(rendered);
});

test('a synchronous library answers without a promise, with defaults and transforms applied', () => {
  expect(compileSchema(weather).validate({ city: 'Oslo' })).toEqual({
    ok: true,
    value: { city: 'Oslo', unit: 'celsius' },
  });
  expect(compileSchema(handWritten()).validate('four')).toEqual({ ok: true, value: 4 });
});

test('an asynchronous schema answers with a promise', async () => {
  const answer = compileSchema(handWritten({ later: true })).validate('four');
  expect(answer).toBeInstanceOf(Promise);
  expect(await answer).toEqual({ ok: true, value: 4 });
});

test('what a library throws comes out unchanged', () => {
  const fail = new TypeError('broken library');
  expect(thrownBy(() => compileSchema(handWritten({ fail })).validate('x'))).toBe(fail);
});

test('an issue names the path, what is expected and what was received', async () => {
  expect(await issuesOf(weather, { city: 'Oslo', tags: ['a', 3], days: 9 })).toMatchObject([
    { path: 'days', expected: 'integer from 1 to 7', received: 'number 9' },
    { path: 'tags[1]', expected: 'string', received: 'number 3' },
  ]);
  expect(await issuesOf(weather, 'hi')).toMatchObject([
    { path: '', expected: 'object with city', received: 'string "hi"' },
  ]);
  expect(await issuesOf(handWritten(), { inner: 1 })).toMatchObject([
    { path: 'inner', message: 'must be some text' },
  ]);
});

test('an unknown key and an unknown enum value get the nearest name', async () => {
  expect(await issuesOf(weather, { city: 'Oslo', unit: 'celcius', dyas: 2 })).toMatchObject([
    { path: 'unit', nearest: 'celsius' },
    { path: 'dyas', message: 'unknown key', nearest: 'days' },
  ]);
});

test('a name that is already used is not suggested', async () => {
  const [issue] = await issuesOf(weather, { city: 'Oslo', citi: 'Rome' });
  expect(issue).toMatchObject({ path: 'citi', message: 'unknown key' });
  expect(issue).not.toHaveProperty('nearest');
});

test('a rule that only the library knows keeps its message and claims no expectation', async () => {
  const even = z.object({ n: z.number().refine((n) => n % 2 === 0, 'must be even') });
  const [issue] = await issuesOf(even, { n: 3 });
  expect(issue).toEqual({ path: 'n', message: 'must be even', received: 'number 3' });
});

test('a wrong tag of a union names all the tags', async () => {
  const shape = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('circle'), r: z.number() }),
    z.object({ kind: z.literal('square'), side: z.number() }),
  ]);
  expect(await issuesOf(z.object({ shape }), { shape: { kind: 'cirle' } })).toMatchObject([
    { path: 'shape.kind', expected: 'one of "circle", "square"', nearest: 'circle' },
  ]);
});

test('a type that JSON lacks is a ConfigError when the JSON Schema is read, and still validates', async () => {
  const dated = compileSchema(z.object({ at: z.date() }));
  expect(thrownBy(() => dated.jsonSchema)).toMatchObject({ code: 'schema' });
  expect(await dated.validate({ at: 'now' })).toMatchObject({ ok: false, issues: [{ path: 'at' }] });
});

test('a Standard Schema without a JSON Schema says what to install', () => {
  const error = thrownBy(() => compileSchema(handWritten({ converter: false })));
  expect(isPegboardError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'schema', message: expect.stringContaining('zod >= 4.2') });
});

const noSchemas: readonly [string, unknown, string][] = [
  ['nothing', undefined, 'Pass a zod schema'],
  ['null', null, 'Pass a zod schema'],
  ['a string', 'string', 'Pass a zod schema'],
  ['an array', [], 'Pass a zod schema'],
  ['a function', () => true, 'Pass a zod schema'],
  ['fields without an object around them', { city: z.string() }, 'z.object'],
  ['an object that is no JSON Schema', { city: 'string' }, '"properties"'],
  ['a schema of an older zod', { _def: {}, parse: () => 1 }, 'zod >= 4.2'],
  ['an empty typed schema', { '~jsonSchema': undefined }, 'Pass a zod schema'],
];

test.each(noSchemas)('%s is refused as a schema, with what to do', (_, value, fix) => {
  // What no type checker would let pass.
  const error = thrownBy(() => compileSchema(value as AnySchema));
  expect(error).toMatchObject({ code: 'schema', message: expect.stringContaining(fix) });
});

test('jsonSchema<T>() carries the type of its values', async () => {
  const typed = jsonSchema<{ city: string }>({ type: 'object', required: ['city'] });
  expectTypeOf<InferOutput<typeof typed>>().toEqualTypeOf<{ city: string }>();
  expect(await issuesOf(typed, {})).toMatchObject([{ path: 'city', message: 'missing' }]);
});
