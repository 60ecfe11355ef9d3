import type { JsonObject } from '../../contracts/json.ts';
import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { itemsSchema } from './combined-schema.ts';
import { type ComposedOptions, composeTool, type InputOf, type ValueOf } from './compose-tool.ts';

/** One tool for each of several inputs at once, and a function that makes one value of theirs, which come in the order of the inputs. */
export function mapReduce<T extends AnyTool, R>(
  options: ComposedOptions,
  tool: T,
  reduce: (values: readonly ValueOf<T>[]) => R | PromiseLike<R>,
): Tool<{ items: InputOf<T>[] }, R> {
  return composeTool({
    ...options,
    input: itemsSchema(tool),
    parts: [tool],
    run: async (input, call) => {
      const items = input['items'] as readonly JsonObject[];
      const values = await Promise.all(items.map((item) => call(tool, item)));
      // What the tool gave, as JSON.
      return reduce(values as unknown as readonly ValueOf<T>[]);
    },
  });
}
