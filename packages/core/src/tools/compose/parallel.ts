import type { JsonObject } from '../../contracts/json.ts';
import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { membersSchema } from './combined-schema.ts';
import {
  checkParts,
  type ComposedOptions,
  composeTool,
  type InputOf,
  type PlannedCall,
  told,
  type ValueOf,
} from './compose-tool.ts';

type Tools = Readonly<Record<string, AnyTool>>;

type Members<T extends Tools> = Tool<{ [K in keyof T]: InputOf<T[K]> }, { [K in keyof T]: ValueOf<T[K]> }>;

/**
 * Several tools at once. Takes an object with an input for each, gives an object with the value of each; fails when one fails. Calls whose
 * effects conflict come one after the other. Without `options` it is named after its tools, `a_and_b`.
 */
export function parallel<T extends Tools>(tools: T): Members<T>;
export function parallel<T extends Tools>(options: ComposedOptions, tools: T): Members<T>;
export function parallel(given: ComposedOptions | Tools, more?: Tools): Tool<never, never> {
  const [options, tools] = more ? [given, more] : [{}, given as Tools];
  const parts = Object.values(tools);
  checkParts('parallel', parts);
  return composeTool({
    name: parts.map(({ name }) => name).join('_and_') || 'nothing',
    description: `Several tools at once, each with an input of its own. ${told(parts)}`,
    ...options,
    input: membersSchema(tools),
    parts,
    plan: (input) => Object.entries(tools).map(([key, part]): PlannedCall => [part, memberOf(input, key)]),
    run: async (input, planned) => {
      const calls = Object.entries(tools).map(
        async ([key, tool]) => [key, await planned(tool, memberOf(input, key))] as const,
      );
      return Object.fromEntries(await Promise.all(calls));
    },
  });
}

/** The input has passed the schema. */
function memberOf(input: JsonObject, key: string): JsonObject {
  return input[key] as JsonObject;
}
