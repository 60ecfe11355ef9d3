import { expectTypeOf } from 'vitest';
import * as z from 'zod';
import {
  Agent,
  type AnyTool,
  defineTool,
  jsonSchema,
  type Provider,
  type Tool,
  type Toolset,
} from '@pegboard/core';
import {
  bind,
  type DerivedToolset,
  doneTool,
  filter,
  merge,
  prefix,
  prepared,
  rename,
  requireApproval,
  tag,
  withOptions,
  wrapCalls,
} from '@pegboard/core/tools';

declare const provider: Provider;
declare const toolset: Toolset;
declare const erased: AnyTool;

const named = { name: 'look_up', description: 'Looks up' } as const;
const search = defineTool({
  ...named,
  input: z.object({ account: z.string(), word: z.string(), limit: z.number().default(5) }),
  execute: ({ word }) => word.length,
});
const other = defineTool({
  ...named,
  input: jsonSchema<{ city: string }>({ type: 'object' }),
  execute: () => 'x',
});

// What goes in comes out.
expectTypeOf(prefix(search, 'x')).toEqualTypeOf<typeof search>();
expectTypeOf(prefix(erased, 'x')).toEqualTypeOf<AnyTool>();
expectTypeOf(tag([search, other], 'x')).toEqualTypeOf<readonly (typeof search | typeof other)[]>();
expectTypeOf(rename(toolset, { a: 'b' })).toEqualTypeOf<DerivedToolset>();
expectTypeOf(prepared([search, toolset], (spec) => spec)).toEqualTypeOf<DerivedToolset>();
expectTypeOf(withOptions(search, { timeoutMs: 5 })).toEqualTypeOf<typeof search>();
expectTypeOf(filter([search], 'look_up')).toEqualTypeOf<readonly (typeof search)[]>();
expectTypeOf(filter(toolset, ['a_*', '!#net', (tool) => tool.name === 'x'])).toEqualTypeOf<DerivedToolset>();
expectTypeOf(merge(search, [other])).toEqualTypeOf<readonly AnyTool[]>();
expectTypeOf(merge(search, toolset)).toEqualTypeOf<DerivedToolset>();
expectTypeOf(merge([search, toolset])).toEqualTypeOf<DerivedToolset>();
const disposable: AsyncDisposable = merge(toolset);
const agent = new Agent({
  provider,
  model: 'm',
  tools: [prefix(search, 'x'), ...tag([other], 'x'), merge(toolset)],
});

// @ts-expect-error -- one tool cannot be filtered
filter(search, '*');
// @ts-expect-error -- no tool
prefix({ name: 'x' }, 'x');
// @ts-expect-error -- a timeout in words
withOptions(search, { timeoutMs: 'long' });
// @ts-expect-error -- execute is no shared option
withOptions(search, { execute: () => 1 });
requireApproval(search, '*', (input, { callId }) => {
  expectTypeOf(input).toEqualTypeOf<Readonly<Record<string, unknown>>>();
  return callId === '' && 'why';
});
// @ts-expect-error -- a number is no answer
requireApproval(search, '*', () => 1);
wrapCalls(toolset, async (call, next) => {
  expectTypeOf(call.input).toBeUnknown();
  expectTypeOf(next).parameters.toEqualTypeOf<Parameters<typeof next>>();
  return next({ word: 'x' });
});

// Bound keys vanish.
expectTypeOf(bind(search, { account: 'a' })).toEqualTypeOf<
  Tool<Omit<{ account: string; word: string; limit?: number | undefined }, 'account'>, number>
>();
const left = bind(bind(search, { account: 'a' }), { limit: 3 });
type InputOfTool<T> = T extends Tool<infer I> ? I : never;
expectTypeOf<InputOfTool<typeof left>>().branded.toEqualTypeOf<{ word: string }>();
expectTypeOf(bind(other, { city: 'Oslo' })).toExtend<AnyTool>();
bind(erased, { anything: 1 });
// @ts-expect-error -- no such parameter
bind(search, { acount: 'a' });
// @ts-expect-error -- a wrong type
bind(search, { account: 1 });
// @ts-expect-error -- bound before
bind(bind(search, { account: 'a' }), { account: 'b' });
// @ts-expect-error -- one right and one wrong
bind(search, { account: 'a', acount: 'b' });

expectTypeOf(doneTool()).toEqualTypeOf<Tool<{ answer: string }, { answer: string }>>();
expectTypeOf(doneTool({ output: z.object({ n: z.number().default(1) }) })).toEqualTypeOf<
  Tool<{ n?: number | undefined }, { n: number }>
>();
export { agent, disposable };
