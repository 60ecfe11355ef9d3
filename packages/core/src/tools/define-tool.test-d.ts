import { expectTypeOf } from 'vitest';
import * as z from 'zod';
import {
  Agent,
  type AnyTool,
  defineTool,
  type JsonObject,
  jsonSchema,
  type Provider,
  result,
  type Tool,
} from '@pegboard/core';

declare const provider: Provider;
const named = { name: 'look_up', description: 'Looks up' } as const;
const input = z.object({
  word: z.string(),
  limit: z.number().default(5),
  day: z.string().transform((text) => new Date(text)),
});

// execute receives what validation gives; a caller writes what it takes.
const inferred = defineTool({
  ...named,
  input,
  execute(value, ctx) {
    expectTypeOf(value).toEqualTypeOf<{ word: string; limit: number; day: Date }>();
    expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>();
    expectTypeOf(ctx.idempotencyKey).toBeString();
    expectTypeOf(ctx.inject).toEqualTypeOf<undefined>();
    return { found: value.word.length };
  },
});
expectTypeOf(inferred).toEqualTypeOf<
  Tool<{ word: string; day: string; limit?: number | undefined }, { found: number }>
>();

type ResultOfTool<T extends AnyTool & { readonly '~types'?: unknown }> =
  NonNullable<T['~types']> extends {
    readonly result: infer R;
  }
    ? R
    : never;

// All shapes in which execute may give its value.
const later = defineTool({ ...named, input, execute: async () => 3 });
expectTypeOf<ResultOfTool<typeof later>>().toBeNumber();
const rich = defineTool({ ...named, input, execute: () => result('x', { final: true }) });
expectTypeOf<ResultOfTool<typeof rich>>().toBeString();
const richLater = defineTool({ ...named, input, execute: async () => result(3) });
expectTypeOf<ResultOfTool<typeof richLater>>().toBeNumber();
const generator = defineTool({
  ...named,
  input,
  async *execute() {
    yield 'half';
    return { done: true };
  },
});
expectTypeOf<ResultOfTool<typeof generator>>().toEqualTypeOf<{ done: boolean }>();

// inject: a value, or a function of the call.
defineTool({
  ...named,
  input,
  inject: { http: { get: (path: string) => path.length } },
  execute: (_, { inject }) => expectTypeOf(inject.http.get).returns.toBeNumber(),
});
defineTool({
  ...named,
  input,
  inject: async ({ callId }) => ({ id: callId }),
  execute: (_, { inject }) => {
    expectTypeOf(inject.id).toBeString();
    // @ts-expect-error -- there is no such thing injected
    return inject.other;
  },
});

// output types what execute must return.
defineTool({ ...named, input, output: z.object({ n: z.number() }), execute: () => ({ n: 1 }) });
defineTool({ ...named, input, output: z.object({ n: z.number() }), execute: async () => result({ n: 1 }) });
// @ts-expect-error -- text is no number
defineTool({ ...named, input, output: z.object({ n: z.number() }), execute: () => ({ n: 'one' }) });
const coerced = defineTool({ ...named, input, output: z.string().transform(Number), execute: () => '3' });
expectTypeOf<ResultOfTool<typeof coerced>>().toBeNumber();

// JSON Schemas: typed, and plain.
defineTool({
  ...named,
  input: jsonSchema<{ city: string }>({ type: 'object' }),
  execute: ({ city }) => expectTypeOf(city).toBeString(),
});
defineTool({
  ...named,
  input: { type: 'object', properties: { city: { type: 'string' } } },
  execute: (value) => expectTypeOf(value).toEqualTypeOf<JsonObject>(),
});

// The functions around execute see the validated input too.
defineTool({
  ...named,
  input,
  check: ({ limit }) => (limit > 9 ? 'At most 9' : undefined),
  approval: ({ word }) => word === 'secret' && 'It is secret',
  effects: ({ word }) => ({ writes: [word] }),
  execute: () => 1,
});

// @ts-expect-error -- a name is needed
defineTool({ description: 'Looks up', input, execute: () => 1 });
// @ts-expect-error -- no such option value
defineTool({ ...named, input, concurrency: 'alone', execute: () => 1 });

// Tools of any kind go into one list.
const list: AnyTool[] = [inferred, generator, coerced];
expectTypeOf(new Agent({ provider, model: 'm', tools: [...list, inferred] })).toEqualTypeOf<Agent>();
expectTypeOf<Tool<{ a: string }, number>>().toExtend<AnyTool>();
