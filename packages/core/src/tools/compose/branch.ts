import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { type ComposedOptions, composeTool, type InputOf, type ValueOf } from './compose-tool.ts';

/** One of two tools that take the same input, by what the input is. `when` must say the same for the same input. */
export function branch<A extends AnyTool, B extends Tool<InputOf<A>>>(
  options: ComposedOptions,
  when: (input: InputOf<A>) => boolean,
  then: A,
  otherwise: B,
): Tool<InputOf<A>, ValueOf<A> | ValueOf<B>> {
  return composeTool({
    ...options,
    input: then.input,
    parts: [then, otherwise],
    // The input has passed the schema of `then`.
    run: (input, call) => call(when(input as InputOf<A>) ? then : otherwise, input),
  });
}
