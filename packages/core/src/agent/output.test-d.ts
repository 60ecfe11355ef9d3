import { expectTypeOf } from 'vitest';
import * as z from 'zod';
import {
  Agent,
  createRegistry,
  type JsonValue,
  jsonSchema,
  oneOf,
  type Provider,
  type RunOptions,
  type RunState,
} from '@pegboard/core';

declare const provider: Provider;
declare const state: RunState;
const target = { provider, model: 'm' };
const city = z.object({ name: z.string(), since: z.string().transform(Number) });
interface City {
  name: string;
  since: number;
}

// The schema of the agent types every way of running it.
const agent = new Agent({ ...target, output: city });
expectTypeOf((await agent.run('x')).output).toEqualTypeOf<City | undefined>();
expectTypeOf((await agent.run('x', { thread: 't' })).output).toEqualTypeOf<City | undefined>();
expectTypeOf((await agent.stream('x').result).output).toEqualTypeOf<City | undefined>();
expectTypeOf((await agent.resume(state)).output).toEqualTypeOf<City | undefined>();
expectTypeOf((await agent.resumeStream(state).result).output).toEqualTypeOf<City | undefined>();
expectTypeOf((await agent.session().turn({ prompt: 'x' })).output).toEqualTypeOf<City | undefined>();
expectTypeOf((await agent.session().run('x')).output).toEqualTypeOf<City | undefined>();
expectTypeOf((await agent.session().resume(state)).output).toEqualTypeOf<City | undefined>();

// That of a run comes first.
const list = z.array(z.enum(['a', 'b']));
expectTypeOf((await agent.run('x', { output: list })).output).toEqualTypeOf<('a' | 'b')[] | undefined>();
expectTypeOf((await agent.session().turn({ output: list })).output).toEqualTypeOf<
  ('a' | 'b')[] | undefined
>();
expectTypeOf((await agent.resume(state, { output: list })).output).toEqualTypeOf<('a' | 'b')[] | undefined>();

// It may be missing, and has no other members.
const { output } = await agent.run('x');
// @ts-expect-error -- a run may end without it
void output.name;
// @ts-expect-error -- no such member
void output?.city;

// Alternatives, other schemas, and none.
const either = new Agent({ ...target, output: oneOf([city, z.object({ km: z.number() }), z.string()]) });
expectTypeOf((await either.run('x')).output).toEqualTypeOf<City | { km: number } | string | undefined>();
const typed = new Agent({ ...target, output: jsonSchema<City[]>({ type: 'array' }) });
expectTypeOf((await typed.run('x')).output).toEqualTypeOf<City[] | undefined>();
const raw = new Agent({ ...target, output: { type: 'object', properties: { n: { type: 'integer' } } } });
expectTypeOf((await raw.run('x')).output).toEqualTypeOf<JsonValue | undefined>();
const plain = new Agent(target);
expectTypeOf((await plain.run('x')).output).toEqualTypeOf<JsonValue | undefined>();
const options: RunOptions = {};
expectTypeOf((await plain.run('x', options)).output).toEqualTypeOf<JsonValue | undefined>();

// A registry keeps the type; an agent with an output is an agent.
const made = createRegistry({ providers: [provider] }).agent({ model: 'a/b', output: city });
expectTypeOf(made).toEqualTypeOf<Agent<City>>();
expectTypeOf(made).toExtend<Agent<unknown>>();
expectTypeOf(new Agent({ ...target, output: z.object({ n: z.number() }) })).toExtend<Agent>();

// @ts-expect-error -- no schema
void new Agent({ ...target, output: 'city' });
