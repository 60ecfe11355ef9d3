import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject, JsonSchema } from '@pegboard/core/provider';
import { anthropicMessagesWire as wire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { createMessagesCodec } from './codec.ts';
import { request } from './loopback.test-util.ts';

const codec = createMessagesCodec({
  provider: 'anthropic',
  firstParty: true,
  oldVersion: false,
  betas: [],
  maxOutputTokens: () => undefined,
  now: () => 0,
});

/** What the strict host has against a request with this schema, for a tool and for the answer. */
function problemsWith(schema: JsonSchema): string[] {
  const tools = [{ name: 'a', description: 'b', inputSchema: schema }];
  const output = { name: 'answer', schema };
  return [{ tools }, { output }].flatMap((change) => {
    const { body } = codec.render(request(change));
    return wire.violations(JSON.parse(body) as JsonObject);
  });
}

const odd: Readonly<Record<string, JsonSchema>> = {
  empty: {},
  'alternatives at the root': {
    anyOf: [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      { type: 'object', properties: { b: { type: 'number', minimum: 3 } } },
    ],
  },
  'all of several at the root': { allOf: [{ properties: { a: { type: 'string' } } }, { required: ['a'] }] },
  'no object': { type: 'array', items: { type: 'string' } },
  'a list of types with null': { type: ['object', 'null'], properties: {} },
  'names out of the pattern': {
    type: 'object',
    properties: { 'first name': { type: 'string' }, ok: { type: 'string' }, ['x'.repeat(70)]: {} },
    required: ['ok'],
  },
  'a needed name out of the pattern': {
    type: 'object',
    properties: { 'first name': { type: 'string' } },
    required: ['first name'],
  },
  'forms of draft 7': {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    definitions: { point: { type: 'array', items: [{ type: 'number' }, { type: 'number' }] } },
    properties: {
      at: { $ref: '#/definitions/point' },
      size: { type: 'number', minimum: 0, exclusiveMinimum: true },
    },
  },
  recursive: {
    type: 'object',
    properties: { child: { $ref: '#' }, name: { type: 'string' } },
    required: ['name'],
  },
  'open on purpose': { type: 'object', properties: { a: {} }, additionalProperties: { type: 'string' } },
  'with bounds': {
    type: 'object',
    properties: {
      when: { type: 'string', format: 'date-time' },
      how: { type: 'string', format: 'phone', minLength: 3, pattern: '^a' },
      many: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 4, uniqueItems: true },
    },
    required: ['when', 'how', 'many'],
  },
  'with forty optional members': {
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`p${at}`, { type: 'string' }])),
  },
  'a reference to nowhere': { type: 'object', properties: { a: { $ref: '#/$defs/none' } } },
  'a remote reference': { type: 'object', properties: { a: { $ref: 'https://example.com/x.json' } } },
};

const suite = fileURLToPath(
  new URL('../../../../shared/json-schema-suite/tests-draft2020-12', import.meta.url),
);
const absent = !existsSync(suite);

describe('schemas', () => {
  it.each(Object.entries(odd))('%s: the host takes the request', (_, schema) => {
    expect(problemsWith(schema)).toEqual([]);
  });

  it('that the host takes are sent as they are', () => {
    const inputSchema = { type: 'object', properties: { a: { type: 'string', minLength: 3 } } };
    const tools = [{ name: 'a', description: 'b', inputSchema }];
    const body = JSON.parse(codec.render(request({ tools })).body);
    expect(body.tools).toEqual([{ name: 'a', description: 'b', input_schema: inputSchema }]);
  });

  it.skipIf(absent)(
    `of the public suite never lead to a request that the host refuses${absent ? ' (skipped: ../shared/json-schema-suite is not beside the checkout)' : ''}`,
    () => {
      const files = readdirSync(suite).filter((file) => file.endsWith('.json'));
      const bad: string[] = [];
      let count = 0;
      for (const file of files) {
        const groups = JSON.parse(readFileSync(`${suite}/${file}`, 'utf8')) as {
          description: string;
          schema: JsonSchema | boolean;
        }[];
        for (const { description, schema } of groups) {
          if (typeof schema === 'boolean') continue;
          count += 1;
          const problems = problemsWith(schema);
          if (problems.length > 0) bad.push(`${file}: ${description}: ${problems.join('; ')}`);
        }
      }
      expect(count).toBeGreaterThan(200);
      expect(bad).toEqual([]);
    },
  );
});
