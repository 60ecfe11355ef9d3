import { expectTypeOf } from 'vitest';
import * as z from 'zod';
import { type AnyTool, defineTool, type Tool } from '@pegboard/core';
import { branch, fallbackTool, mapReduce, parallel, pipe } from '@pegboard/core/tools';

const options = { name: 'composed', description: 'Made of others' };
const search = defineTool({
  name: 'search',
  description: 'Searches',
  input: z.object({ query: z.string() }),
  execute: ({ query }) => ({ text: query }),
});
const count = defineTool({
  name: 'count',
  description: 'Counts',
  input: z.object({ text: z.string() }),
  execute: ({ text }) => ({ letters: text.length }),
});

expectTypeOf(pipe(options, search, count)).toEqualTypeOf<Tool<{ query: string }, { letters: number }>>();
// @ts-expect-error -- search does not take what count gives
pipe(options, count, search);
expectTypeOf(parallel(options, { a: search, b: count })).toExtend<
  Tool<{ a: { query: string }; b: { text: string } }, { a: { text: string }; b: { letters: number } }>
>();
expectTypeOf(mapReduce(options, count, (values) => values.length)).toEqualTypeOf<
  Tool<{ items: { text: string }[] }, number>
>();
expectTypeOf(fallbackTool(options, search, search)).toExtend<Tool<{ query: string }, { text: string }>>();
// @ts-expect-error -- the two take different inputs
branch(options, () => true, search, count);

declare const remote: AnyTool;
expectTypeOf(pipe(search, remote, remote)).toEqualTypeOf<Tool<{ query: string }>>();

// All of them without options.
expectTypeOf(pipe(search, count)).toEqualTypeOf<Tool<{ query: string }, { letters: number }>>();
// @ts-expect-error -- search does not take what count gives
pipe(count, search);
expectTypeOf(parallel({ a: search, b: count })).toExtend<
  Tool<{ a: { query: string }; b: { text: string } }, { a: { text: string }; b: { letters: number } }>
>();
expectTypeOf(mapReduce(count, (values) => values.map(({ letters }) => letters))).toEqualTypeOf<
  Tool<{ items: { text: string }[] }, number[]>
>();
expectTypeOf(branch(({ query }) => query === '', search, search)).toExtend<
  Tool<{ query: string }, { text: string }>
>();
expectTypeOf(fallbackTool(search, search)).toExtend<Tool<{ query: string }, { text: string }>>();
// @ts-expect-error -- the two take different inputs
fallbackTool(search, count);
// @ts-expect-error -- count gives no words
mapReduce(count, (values) => values.map(({ words }) => words));
// @ts-expect-error -- search takes a query, not a name
branch(({ name }) => name === '', search, search);
