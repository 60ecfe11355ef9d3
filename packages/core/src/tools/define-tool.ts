import type { JsonValue } from '../contracts/json.ts';
import type { AnySchema, InferInput, InferOutput, JsonSchema } from '../contracts/standard-schema.ts';
import type { AnyTool, RetryRule, Tool, ToolContext, ToolOptions } from '../contracts/tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { any, type Check, list, number, tableOf, word } from '../errors/value-checks.ts';
import { unknownName } from '../errors/unknown-name.ts';
import { checkInputSchema } from '../schema/check-schema.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { describeValue } from '../schema/describe-value.ts';
import type { ToolReturn } from './result.ts';
import { toolBrand } from './tool-brand.ts';

/** The value that a tool gives, whatever shape `execute` returns it in. Promises are the commonest, and cheapest to tell. */
export type ResultOf<X> =
  X extends Promise<infer R>
    ? Unwrapped<R>
    : X extends AsyncGenerator<unknown, infer R>
      ? Unwrapped<R>
      : X extends PromiseLike<infer R>
        ? Unwrapped<R>
        : Unwrapped<X>;

type Unwrapped<R> = R extends ToolReturn<infer V> ? V : R;

type Returns<R> =
  | R
  | ToolReturn<R>
  | PromiseLike<R | ToolReturn<R>>
  | AsyncGenerator<JsonValue, R | ToolReturn<R>, void>;

export interface ToolDefinition<S, I> extends ToolOptions<InferOutput<S>, I> {
  /** 1 to 64 of letters, digits, `_` and `-`, not starting with a digit or `-`; snake_case by convention. */
  readonly name: string;
  /** For the model: what the tool does and when to use it. */
  readonly description: string;
  /** Any Standard Schema (zod, Valibot, ArkType …), `jsonSchema<T>()`, or a plain JSON Schema of an object. */
  readonly input: S;
}

// That `input` is a schema is checked at run time: to compare each schema with all that could be one costs the compiler a tenth of its work.
/**
 * Defines a tool. `execute` may return a value, a promise, `result(…)`, or be an async generator that yields progress.
 * Put `inject` before `execute`, so that its type is known there. Without `execute` the tool is external: the run pauses for its result.
 * Throws `ConfigError` with code `invalid-tool` when the name, the description, a schema or an option will not do, and with `unknown-name` for an
 * option that there is not.
 */
export function defineTool<S extends object, O extends object, I = undefined>(
  definition: ToolDefinition<S, I> & {
    /** The result is validated against it before the model is given it. */
    readonly output: O;
    readonly execute?: (input: InferOutput<S>, ctx: ToolContext<I>) => Returns<InferInput<O>>;
  },
): Tool<InferInput<S>, InferOutput<O>>;
export function defineTool<S extends object, X = unknown, I = undefined>(
  definition: ToolDefinition<S, I> & {
    readonly output?: never;
    readonly execute?: (input: InferOutput<S>, ctx: ToolContext<I>) => X;
  },
): Tool<InferInput<S>, ResultOf<X>>;
export function defineTool(
  definition: ToolDefinition<AnySchema, never> & { readonly output?: AnySchema },
): AnyTool {
  const { name, input, output } = definition;
  const problem = nameProblem(name) ?? descriptionProblem(definition) ?? optionProblem(definition);
  if (problem) throw invalid(name, problem);
  const tool = {
    ...definition,
    [toolBrand]: true as const,
    inputSchema: sound.get(input) ?? soundSchema(name, input),
  };
  return Object.freeze(output ? { ...tool, outputSchema: renderSchema(name, 'output', output) } : tool);
}

/** Servers make the tools of one schema anew for each request. */
const sound = new WeakMap<AnySchema, JsonSchema>();

function soundSchema(name: string, input: AnySchema): JsonSchema {
  const schema = renderSchema(name, 'input', input);
  const [problem] = checkInputSchema(schema);
  if (problem) throw invalid(name, problem);
  sound.set(input, schema);
  return schema;
}

function renderSchema(name: string, role: string, schema: AnySchema): JsonSchema {
  try {
    return compileSchema(schema).jsonSchema;
  } catch (cause) {
    throw invalid(name, `its ${role} will not do: ${describeError(cause)}`, cause);
  }
}

/** Names that were found good, the newest thousand: servers define the same tools for each request. */
const goodNames = new Set<unknown>();

function nameProblem(name: unknown): string | undefined {
  if (goodNames.has(name)) return undefined;
  if (typeof name !== 'string' || name === '') return 'it has no name; give it one, such as "get_weather"';
  // It would be found on any plain object that somebody uses as a table.
  if (name in Object.prototype) return `the name "${name}" is reserved; choose another`;
  if (!/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/.test(name))
    return `the name must be 1 to 64 letters, digits, "_" or "-", and not start with a digit or "-"; try "${suggestName(name)}"`;
  if (goodNames.size === 1000) goodNames.clear();
  goodNames.add(name);
  return undefined;
}

function suggestName(name: string): string {
  const safe = name.replace(/[^a-zA-Z0-9_-]+/g, '_').replace(/^[^a-zA-Z_]+/, '');
  return safe.slice(0, 64) || 'my_tool';
}

function descriptionProblem({ description }: { description: unknown }): string | undefined {
  if (typeof description === 'string' && description.trim() !== '') return undefined;
  return 'it has no description; say what it does and when to use it';
}

/** What holds a definition, and a tool that is defined anew. */
const checks = tableOf({
  name: any,
  description: any,
  input: any,
  inputSchema: any,
  output: any,
  outputSchema: any,
  execute: any,
  check: any,
  approval: any,
  prepare: any,
  inject: any,
  timeoutMs: number,
  maxRetries: number,
  maxTotalRetries: number,
  retry: (rule) => !!rule && number((rule as Partial<RetryRule>).attempts, '') && 'like { attempts: 3 }',
  innerWait: any,
  maxCalls: number,
  maxResultChars: number,
  concurrency: word('parallel', 'barrier'),
  effects: (effects) => typeof effects === 'string' && word('infer')(effects, ''),
  version: any,
  tags: list,
  trust: word('trusted', 'untrusted'),
  builtin: any,
  metadata: any,
} satisfies Readonly<Record<keyof Definition, Check>>);

type Definition = ToolDefinition<AnySchema, never> & Omit<AnyTool, typeof toolBrand>;

function optionProblem(definition: ToolDefinition<AnySchema, never>): string | undefined {
  const { name, retry, effects } = definition;
  for (const key in definition) {
    // Those that every tool has are judged elsewhere.
    if (key === 'name' || key === 'description' || key === 'input' || key === 'execute') continue;
    const check = checks.get(key);
    if (check === any || !Object.hasOwn(definition, key)) continue;
    // What packages of ours hold in a tool besides.
    if (!check && key[0] !== '~')
      throw unknownName(`Tool "${name}" has no option "${key}"`, key, checks.keys());
    const value: unknown = definition[key as never];
    const wanted = check?.(value, key);
    if (wanted) return `\`${key}\` is ${describeValue(value)}; it must be ${wanted}`;
  }
  return retry && typeof effects !== 'function' && (effects === 'infer' || effects?.idempotent !== true)
    ? '`retry` runs a call again, so it needs `effects: { idempotent: true }`'
    : undefined;
}

function invalid(name: unknown, problem: string, cause?: unknown): ConfigError {
  return new ConfigError({
    code: 'invalid-tool',
    what: `Tool "${String(name)}" cannot be defined`,
    evidence: problem,
    cause,
  });
}
