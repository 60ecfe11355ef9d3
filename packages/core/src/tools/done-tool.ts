import type { InferInput, InferOutput, TypedJsonSchema } from '../contracts/standard-schema.ts';
import type { Tool } from '../contracts/tool.ts';
import { jsonSchema } from '../schema/json-schema.ts';
import { defineTool } from './define-tool.ts';
import { result } from './result.ts';

export interface DoneToolOptions<S> {
  /** Default `done`. */
  readonly name?: string;
  /** For the model: when to call it. */
  readonly description?: string;
  /** The schema of the value, an object; default `{ answer: string }`. */
  readonly output?: S;
}

const answer = jsonSchema<{ answer: string }>({
  type: 'object',
  properties: { answer: { type: 'string', description: 'The whole answer' } },
  required: ['answer'],
  additionalProperties: false,
});

/**
 * A tool that ends the run: its validated input is the run's `output`, and the model is not called again.
 * Throws `ConfigError` with code `invalid-tool` as `defineTool` does.
 */
export function doneTool<S extends object = TypedJsonSchema<{ answer: string }>>(
  options: DoneToolOptions<S> = {},
): Tool<InferInput<S>, InferOutput<S>> {
  const {
    name = 'done',
    description = 'Call it once when the task is done, with the result. Nothing can be done after it.',
    output = answer,
  } = options;
  const tool: Tool = defineTool({
    name,
    description,
    input: output,
    effects: { idempotent: true },
    execute: (value) => result(value, { final: true }),
  });
  // The default stands for S where no schema is given, which the compiler cannot see.
  return tool as Tool<InferInput<S>, InferOutput<S>>;
}
