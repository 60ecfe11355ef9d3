import type { JsonObject } from '../../contracts/json.ts';
import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { membersSchema } from './combined-schema.ts';
import { type ComposedOptions, composeTool, type InputOf, type ValueOf } from './compose-tool.ts';

/** Several tools at once. Takes an object with an input for each, gives an object with the value of each; fails when one fails. */
export function parallel<T extends Readonly<Record<string, AnyTool>>>(
  options: ComposedOptions,
  tools: T,
): Tool<{ [K in keyof T]: InputOf<T[K]> }, { [K in keyof T]: ValueOf<T[K]> }> {
  const entries = Object.entries(tools);
  return composeTool({
    ...options,
    input: membersSchema(tools),
    parts: Object.values(tools),
    run: async (input, call) => {
      const values = await Promise.all(
        entries.map(async ([key, tool]) => [key, await call(tool, input[key] as JsonObject)] as const),
      );
      return Object.fromEntries(values);
    },
  });
}
