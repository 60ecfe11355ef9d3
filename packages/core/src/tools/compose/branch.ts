import type { JsonObject } from '../../contracts/json.ts';
import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { partSchema } from './combined-schema.ts';
import {
  checkParts,
  type ComposedOptions,
  composeTool,
  type InputOf,
  told,
  type ValueOf,
} from './compose-tool.ts';

type When<I> = (input: I) => boolean;

/**
 * One of two tools that take the same input, by what the input is. `when` must say the same for the same input. Without `options` it is
 * named after its tools, `a_or_b`.
 */
export function branch<A extends AnyTool, B extends Tool<InputOf<A>>>(
  when: When<InputOf<A>>,
  then: A,
  otherwise: B,
): Tool<InputOf<A>, ValueOf<A> | ValueOf<B>>;
export function branch<A extends AnyTool, B extends Tool<InputOf<A>>>(
  options: ComposedOptions,
  when: When<InputOf<A>>,
  then: A,
  otherwise: B,
): Tool<InputOf<A>, ValueOf<A> | ValueOf<B>>;
export function branch(...given: readonly (ComposedOptions | AnyTool | When<never>)[]): Tool<never, never> {
  const options = typeof given[0] === 'function' ? {} : (given[0] as ComposedOptions);
  // The three that every signature ends with.
  const [when, then, otherwise] = given.slice(-3) as [When<never>, AnyTool, AnyTool];
  checkParts('branch', [then, otherwise]);
  // The input has passed the schema of `then`.
  const chosen = (input: JsonObject): AnyTool => (when(input as never) ? then : otherwise);
  return composeTool({
    name: `${then.name}_or_${otherwise.name}`,
    description: `One of two tools, by what the input is. ${told([then, otherwise])}`,
    ...options,
    input: partSchema(then),
    parts: [then, otherwise],
    plan: (input) => [[chosen(input), input]],
    picks: true,
    run: (input, planned) => planned(chosen(input), input),
  });
}
