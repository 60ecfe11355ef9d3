import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { ToolFailure } from '../../errors/tool-signals.ts';
import { isJsonObject } from '../../lib/json.ts';
import { isTool } from '../tool-brand.ts';
import { partSchema } from './combined-schema.ts';
import {
  checkParts,
  type ComposedOptions,
  composeTool,
  type InputOf,
  type PlannedCall,
  told,
  type ValueOf,
} from './compose-tool.ts';

/** Each tool must take what the one before it gives; a tool that does not is an error of types. Of tools without types nothing is known. */
type Piped<T extends readonly AnyTool[]> = {
  [K in keyof T]: K extends `${infer N extends number}`
    ? Previous<T, N> extends infer P
      ? [P] extends [AnyTool]
        ? unknown extends ValueOf<P>
          ? T[K]
          : ValueOf<P> extends InputOf<T[K]>
            ? T[K]
            : never
        : T[K]
      : never
    : T[K];
};

type Previous<
  T extends readonly unknown[],
  N extends number,
  Counted extends readonly unknown[] = [],
> = Counted['length'] extends N
  ? Counted extends readonly [...infer Rest, unknown]
    ? T[Rest['length']]
    : undefined
  : Previous<T, N, [...Counted, unknown]>;

type Last<T extends readonly unknown[]> = T extends readonly [...unknown[], infer L] ? L : never;

type Tools = readonly [AnyTool, AnyTool, ...AnyTool[]];

/**
 * One tool after the other: each gets as its input what the one before it gave. Takes the input of the first, gives the value of the last.
 * Without `options` it is named after its tools, `a_then_b`.
 */
export function pipe<const T extends Tools>(...tools: T & Piped<T>): Tool<InputOf<T[0]>, ValueOf<Last<T>>>;
export function pipe<const T extends Tools>(
  options: ComposedOptions,
  ...tools: T & Piped<T>
): Tool<InputOf<T[0]>, ValueOf<Last<T>>>;
export function pipe(...given: readonly (ComposedOptions | AnyTool)[]): Tool {
  const options = isTool(given[0]) ? {} : given[0];
  const tools = given.slice(isTool(given[0]) ? 0 : 1) as readonly AnyTool[];
  checkParts('pipe', tools);
  const [first, ...rest] = tools;
  if (!first || rest.length === 0)
    throw new ConfigError({ what: 'pipe() needs at least two tools', evidence: `got ${tools.length}` });
  return composeTool({
    name: tools.map(({ name }) => name).join('_then_'),
    description: `One tool after the other, each with what the one before it gave. ${told(tools)}`,
    ...options,
    input: partSchema(first),
    parts: tools,
    plan: (input) => [[first, input], ...rest.map((part): PlannedCall => [part])],
    run: async (input, planned, call) => {
      let value = await planned(first, input);
      for (const tool of rest) value = await call(tool, asInput(value, tool));
      return value;
    },
  });
}

function asInput(value: JsonValue, { name }: AnyTool): JsonObject {
  if (isJsonObject(value)) return value;
  throw new ToolFailure(
    `${name} needs an object, but the tool before it gave ${JSON.stringify(value)?.slice(0, 80)}.`,
  );
}
