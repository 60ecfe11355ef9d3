import type { Input } from '../contracts/message.ts';
import type { AnySchema, JsonSchema } from '../contracts/standard-schema.ts';
import type { Tool } from '../contracts/tool.ts';
import { defineTool } from '../tools/define-tool.ts';
import type { AskedAgent } from './run-as-tool.ts';
import { onDemand } from './load-on-demand.ts';

export interface AsToolOptions {
  readonly name: string;
  /** For the model that calls it: what the agent does and when to ask it. */
  readonly description: string;
  /** What the tool takes; default `{ prompt: string }`. */
  readonly input?: AnySchema;
  /** What the agent is asked; default the prompt, or the input as JSON. */
  readonly prompt?: (input: never) => Input;
}

/** The agent as a tool of others. The code that runs it is loaded with its first call. */
export function asTool(
  agent: AskedAgent,
  { name, description, input = promptSchema, prompt }: AsToolOptions,
): Tool {
  return defineTool({
    name,
    description,
    input,
    timeoutMs: false, // the agent has its own deadlines
    execute: async (value, ctx) => (await onDemand()).runAsTool(agent, value, prompt, ctx),
  });
}

const promptSchema: JsonSchema = {
  type: 'object',
  properties: { prompt: { type: 'string', description: 'What to do, with all that must be known for it' } },
  required: ['prompt'],
};
