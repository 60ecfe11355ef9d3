import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { type ComposedOptions, composeTool, type InputOf, type ValueOf } from './compose-tool.ts';

/** The first of two tools that take the same input, and the second when the first fails or is denied. */
export function fallbackTool<A extends AnyTool, B extends Tool<InputOf<A>>>(
  options: ComposedOptions,
  first: A,
  second: B,
): Tool<InputOf<A>, ValueOf<A> | ValueOf<B>> {
  return composeTool({
    ...options,
    input: first.input,
    parts: [first, second],
    run: (input, call) => call(first, input).catch(() => call(second, input)),
  });
}
