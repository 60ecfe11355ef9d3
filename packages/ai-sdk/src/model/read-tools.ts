import type { BuiltinTool, JsonObject, ToolChoice, ToolSpec } from '@pegboard/core';
import type { AiCallOptions, AiTool } from '../ai-types.ts';

export interface CallTools {
  readonly tools: readonly ToolSpec[];
  readonly builtinTools: readonly BuiltinTool[];
}

type FunctionTool = Extract<AiTool, { readonly type: 'function' }>;

/** The same schema in every step gives the same spec, so that a codec can keep what it rendered. */
const specs = new WeakMap<object, ToolSpec>();

/** `openai.web_search` is `{ type: 'web_search' }` here, with its arguments. */
export function readTools(tools: AiCallOptions['tools'] = []): CallTools {
  const ours: ToolSpec[] = [];
  const builtin: BuiltinTool[] = [];
  for (const tool of tools) {
    if (tool.type === 'function') ours.push(specOf(tool));
    else
      builtin.push({ ...(tool.args as JsonObject), type: tool.id.split('.').slice(1).join('.') || tool.id });
  }
  return { tools: ours, builtinTools: builtin };
}

function specOf({ name, description = name, inputSchema }: FunctionTool): ToolSpec {
  const known = specs.get(inputSchema);
  if (known?.name === name && known.description === description) return known;
  const { $schema: _dialect, ...schema } = inputSchema as JsonObject;
  const spec = { name, description, inputSchema: schema };
  specs.set(inputSchema, spec);
  return spec;
}

export function readChoice(choice: AiCallOptions['toolChoice']): ToolChoice {
  if (!choice) return 'auto';
  return choice.type === 'tool' ? { tool: choice.toolName } : choice.type;
}
