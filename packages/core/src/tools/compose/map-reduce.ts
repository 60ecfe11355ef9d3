import type { JsonObject } from '../../contracts/json.ts';
import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { isTool } from '../tool-brand.ts';
import { itemsSchema } from './combined-schema.ts';
import {
  checkParts,
  type ComposedOptions,
  composeTool,
  type InputOf,
  type PlannedCall,
  told,
  type ValueOf,
} from './compose-tool.ts';

type Reduce<V, R> = (values: readonly V[]) => R | PromiseLike<R>;

/**
 * One tool for each of several inputs at once, and a function that makes one value of theirs, which come in the order of the inputs.
 * Without `options` it is named after its tool, `a_for_each`.
 */
export function mapReduce<T extends AnyTool, R>(
  tool: T,
  reduce: Reduce<ValueOf<T>, R>,
): Tool<{ items: InputOf<T>[] }, R>;
export function mapReduce<T extends AnyTool, R>(
  options: ComposedOptions,
  tool: T,
  reduce: Reduce<ValueOf<T>, R>,
): Tool<{ items: InputOf<T>[] }, R>;
export function mapReduce(
  ...given: readonly (ComposedOptions | AnyTool | Reduce<never, unknown>)[]
): Tool<never, never> {
  const options = isTool(given[0]) ? {} : (given[0] as ComposedOptions);
  // The two that every signature ends with.
  const [tool, reduce] = given.slice(-2) as [AnyTool, Reduce<never, unknown>];
  checkParts('mapReduce', [tool]);
  return composeTool({
    name: `${tool.name}_for_each`,
    description: `One tool for each of several inputs. ${told([tool])}`,
    ...options,
    input: itemsSchema(tool),
    parts: [tool],
    plan: (input) => itemsOf(input).map((item): PlannedCall => [tool, item]),
    run: async (input, planned) => {
      const values = await Promise.all(itemsOf(input).map((item) => planned(tool, item)));
      // What the tool gave, as JSON.
      return reduce(values as never);
    },
  });
}

/** The input has passed the schema. */
function itemsOf(input: JsonObject): readonly JsonObject[] {
  return input['items'] as readonly JsonObject[];
}
