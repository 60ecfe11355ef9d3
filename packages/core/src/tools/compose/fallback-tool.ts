import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { isTool } from '../tool-brand.ts';
import { partSchema } from './combined-schema.ts';
import {
  checkParts,
  type ComposedOptions,
  composeTool,
  type InputOf,
  told,
  type ValueOf,
} from './compose-tool.ts';

/**
 * The first of two tools that take the same input, and the second when the first fails or is denied. Without `options` it is named after
 * its tools, `a_else_b`.
 */
export function fallbackTool<A extends AnyTool, B extends Tool<InputOf<A>>>(
  first: A,
  second: B,
): Tool<InputOf<A>, ValueOf<A> | ValueOf<B>>;
export function fallbackTool<A extends AnyTool, B extends Tool<InputOf<A>>>(
  options: ComposedOptions,
  first: A,
  second: B,
): Tool<InputOf<A>, ValueOf<A> | ValueOf<B>>;
export function fallbackTool(...given: readonly (ComposedOptions | AnyTool)[]): Tool<never, never> {
  const options = isTool(given[0]) ? {} : given[0];
  // The two that every signature ends with.
  const [first, second] = given.slice(-2) as [AnyTool, AnyTool];
  checkParts('fallbackTool', [first, second]);
  return composeTool({
    name: `${first.name}_else_${second.name}`,
    description: `The first of two tools, the second when the first fails. ${told([first, second])}`,
    ...options,
    input: partSchema(first),
    parts: [first, second],
    plan: (input) => [
      [first, input],
      [second, input],
    ],
    run: (input, planned) => planned(first, input).catch(() => planned(second, input)),
  });
}
