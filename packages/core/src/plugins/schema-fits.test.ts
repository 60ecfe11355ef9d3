import { createRegistry, defineTool } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { expect, it } from 'vitest';

const execute = (): string => 'ok';
const fine = { type: 'object', properties: { a: { type: 'string' } } };
const bounded = { type: 'object', properties: { a: { type: 'integer', minimum: 1 } } };
const nested = { type: 'object', properties: { child: { $ref: '#' } } };
const tool = (name: string, input: object) => defineTool({ name, description: 'x', input, execute });

it('tells of what is registered how its schemas come out at each provider', () => {
  const strict = {
    ...scriptedProvider([]),
    name: 'strict',
    dialect: {
      name: 'strict.tools',
      keywords: ['type', 'properties', '$ref', '$defs'],
      recursion: 'impossible',
    } as const,
  };
  const registry = createRegistry({
    providers: [strict, { ...scriptedProvider([]), name: 'any' }],
    tools: [tool('fine', fine), tool('bounded', bounded)],
  });
  expect(registry.schemas.map(({ tool: name, provider, status }) => [name, provider, status])).toEqual([
    ['fine', 'strict', 'accepted'],
    ['bounded', 'strict', 'adapted'],
  ]);
  expect(registry.schemas[1]).toMatchObject({
    dialect: 'strict.tools',
    notes: [{ place: '#/properties/a', what: expect.stringContaining('minimum') as string }],
  });
  const child = registry.child({ tools: [tool('nested', nested)] });
  expect(child.schemas.map(({ tool: name, status }) => [name, status])).toEqual([
    ['fine', 'accepted'],
    ['bounded', 'adapted'],
    ['nested', 'impossible'],
  ]);
});
