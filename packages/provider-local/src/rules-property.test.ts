import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agent, defineTool, type JsonSchema, jsonSchema, type JsonValue } from '@pegboard/core';
import type { ModelEvent, ModelRequest, ToolSpec } from '@pegboard/core/provider';
import { local } from './index.ts';

const nouns = [
  'city',
  'distance',
  'time',
  'date',
  'price',
  'text',
  'email',
  'from',
  'to',
  'numbers',
  'toString',
  '__proto__',
];
const noun = fc.constantFrom(...nouns);

const leafSchema: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc.record({
    type: fc.constant('integer'),
    minimum: fc.integer({ min: -5, max: 3 }),
    maximum: fc.integer({ min: 4, max: 99 }),
  }),
  fc.record({ type: fc.constant('number'), exclusiveMinimum: fc.constant(0) }),
  fc.constant({ type: 'boolean' }),
  fc.constant({ type: 'string' }),
  fc.record({
    type: fc.constant('string'),
    minLength: fc.integer({ min: 0, max: 6 }),
    maxLength: fc.integer({ min: 6, max: 9 }),
  }),
  fc.record({
    type: fc.constant('string'),
    pattern: fc.constantFrom('^[A-Z][a-z]+$', String.raw`^\d\d:\d\d$`, String.raw`\d`),
  }),
  fc.record({
    type: fc.constant('string'),
    format: fc.constantFrom('date', 'date-time', 'time', 'email', 'uri', 'uuid'),
  }),
  fc.record({ enum: fc.constantFrom(['Oslo', 'Rome'], [1, 2, 3], ['a b', null], ['']) }),
  fc.constantFrom(
    { const: 'x' },
    { type: ['integer', 'null'] },
    { anyOf: [{ type: 'string' }, { type: 'number' }] },
    { $ref: '#/$defs/n' },
  ),
);

const objectOf = (members: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema> =>
  fc
    .tuple(
      fc.uniqueArray(fc.tuple(noun, members), { maxLength: 4, selector: ([name]) => name }),
      fc.func(fc.boolean()),
    )
    .map(([entries, isRequired]) => ({
      type: 'object',
      properties: Object.fromEntries(entries),
      required: entries.map(([name]) => name).filter((name) => isRequired(name)),
      additionalProperties: false,
    }));

const listOf = (items: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema> =>
  fc.record({
    type: fc.constant('array'),
    items,
    minItems: fc.integer({ min: 0, max: 2 }),
    maxItems: fc.integer({ min: 2, max: 4 }),
  });

const memberSchema = fc.oneof(
  { weight: 4, arbitrary: leafSchema },
  listOf(leafSchema),
  objectOf(leafSchema),
  listOf(objectOf(leafSchema)),
);
const inputSchema = objectOf(memberSchema).map((schema) => ({
  ...schema,
  $defs: { n: { type: 'integer' } },
}));

const piece = fc.oneof(
  noun,
  fc.constantFrom(
    'Oslo',
    'Rome and New York',
    'and',
    ',',
    'from',
    'to',
    'in',
    'not',
    'result',
    '"quoted text"',
    'a@b.org',
    'a b',
    'x',
  ),
  fc.constantFrom(
    '2026-05-01',
    '2026-05-01T10:00:00Z',
    '13:00',
    'https://example.org/x',
    '(2+3)*4',
    'three',
    '1,200',
  ),
  fc.integer({ min: -10, max: 200 }).map(String),
  fc.string(),
);
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(' '));

const specs: fc.Arbitrary<ToolSpec[]> = fc.uniqueArray(
  fc.record({
    name: fc.tuple(fc.constantFrom('get', 'find', 'send'), noun).map((words) => words.join('_')),
    description: text,
    inputSchema,
  }),
  { maxLength: 4, selector: ({ name }) => name },
);

test('a run always ends, and every call fits the schema of its tool', async () => {
  const results = fc.func(fc.oneof(fc.jsonValue(), fc.dictionary(noun, fc.oneof(fc.integer(), fc.string()))));
  await fc.assert(
    fc.asyncProperty(specs, text, results, async (tools, question, resultFor) => {
      const agent = new Agent({
        provider: local(),
        model: 'rules',
        tools: tools.map((spec) =>
          defineTool({
            name: spec.name,
            description: spec.description.trim() || 'a tool',
            input: jsonSchema<unknown>(spec.inputSchema),
            execute: (input) => resultFor(JSON.stringify(input)) as JsonValue,
          }),
        ),
      });
      const run = await agent.run(question || 'nothing');
      expect(run.status).toBe('done');
      expect(run.text).not.toBe('');
      expect(run.calls.all.filter((call) => call.refused === true)).toEqual([]);
      const keys = run.calls.all.map(({ name, input }) => `${name} ${JSON.stringify(input)}`);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('any request gets exactly one finish, as the last event, whatever its schemas hold', async () => {
  const junk = fc.dictionary(
    fc.constantFrom(
      'type',
      'properties',
      'required',
      'enum',
      'items',
      'anyOf',
      '$ref',
      'pattern',
      'const',
      'default',
      'x',
    ),
    fc.jsonValue(),
  );
  const choice = fc.constantFrom<ModelRequest['toolChoice'][]>('auto', 'none', 'required');
  await fc.assert(
    fc.asyncProperty(
      fc.array(junk, { maxLength: 3 }),
      text,
      choice,
      fc.boolean(),
      async (schemas, question, toolChoice, deltas) => {
        const request: ModelRequest = {
          model: 'rules',
          messages: [{ id: 'm', role: 'user', content: [{ type: 'text', text: question }] }],
          // What no checked tool would hold.
          tools: schemas.map((schema, index) => ({
            name: `tool_${index}`,
            description: question,
            inputSchema: schema as JsonSchema,
          })),
          builtinTools: [],
          toolChoice,
          settings: {},
          deltas,
          signal: new AbortController().signal,
        };
        const events: ModelEvent[] = [];
        for await (const batch of local().stream(request)) events.push(...batch);
        expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
        expect(events.at(-1)?.type).toBe('finish');
      },
    ),
    { numRuns: 500 },
  );
}, 60_000);
