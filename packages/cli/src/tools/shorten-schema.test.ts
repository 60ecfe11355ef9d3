import { jsonSchema } from '@pegboard/core';
import { exampleInput } from '@pegboard/core/tools';
import { defineTool } from '@pegboard/core';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { shortenSchema } from './shorten-schema.ts';

it('leaves out what is said already, also deep inside', () => {
  const { schema, dropped } = shortenSchema({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      items: {
        type: 'array',
        minItems: 0,
        items: {
          type: 'object',
          properties: { userId: { type: 'string', title: 'User Id', description: 'user id' } },
          required: [],
        },
      },
    },
  });
  expect(schema).toEqual({
    type: 'object',
    properties: {
      items: { type: 'array', items: { type: 'object', properties: { userId: { type: 'string' } } } },
    },
  });
  expect(dropped).toHaveLength(5);
});

it.each([
  {
    type: 'object',
    properties: { title: { type: 'string' }, required: { type: 'boolean' } },
    required: ['title'],
  },
  {
    type: 'object',
    properties: { n: { type: 'integer', minimum: 1, maximum: 10, description: 'How many' } },
  },
  { type: 'object', properties: { a: { enum: ['title', 'minItems'] }, b: { const: { title: 'b' } } } },
  { type: 'object', additionalProperties: true, title: 'An order' },
])('leaves what has a meaning as it is: %j', (schema) => {
  expect(shortenSchema(schema)).toEqual({ schema, dropped: [] });
});

it('what fits the schema fits the short one', async () => {
  const input = z.object({
    id: z.int(),
    names: z.array(z.string().min(0)).min(0),
    kind: z.union([z.literal('a'), z.object({ kind: z.string().describe('kind') })]),
  });
  const tool = defineTool({ name: 'any', description: 'Any tool', input });
  const example = await exampleInput(tool);
  const { schema } = shortenSchema(tool.inputSchema);
  const short = defineTool({ name: 'short', description: 'Any tool', input: jsonSchema(schema) });
  expect(JSON.stringify(schema).length).toBeLessThan(JSON.stringify(tool.inputSchema).length);
  expect(await exampleInput(short)).toEqual(example);
});
