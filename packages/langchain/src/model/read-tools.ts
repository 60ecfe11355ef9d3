import type { BindToolsInput } from '@langchain/core/language_models/chat_models';
import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { isLangChainTool } from '@langchain/core/utils/function_calling';
import { type BuiltinTool, ConfigError, type ToolChoice, type ToolSpec } from '@pegboard/core';

/** What a model is bound to: tools that LangChain runs, and tools that the provider runs itself. */
export interface BoundTools {
  readonly tools: readonly ToolSpec[];
  readonly builtinTools: readonly BuiltinTool[];
}

/** Everything that LangChain programs bind: tools of LangChain, functions as OpenAI writes them, our specs, and `{ type: 'web_search' }`. */
export function readTools(bound: readonly (BindToolsInput | ToolSpec | BuiltinTool)[]): BoundTools {
  const tools: ToolSpec[] = [];
  const builtinTools: BuiltinTool[] = [];
  for (const tool of bound) {
    const spec = readTool(tool as Fields);
    if (spec) tools.push(spec);
    else builtinTools.push(tool as BuiltinTool);
  }
  return { tools, builtinTools };
}

type Fields = Readonly<Record<string, unknown>>;

function readTool(tool: Fields): ToolSpec | undefined {
  const inner = tool['type'] === 'function' ? tool['function'] : undefined;
  if (isFields(inner)) return specOf(inner['name'], inner['description'], inner['parameters']);
  if (isLangChainTool(tool)) return specOf(tool.name, tool.description, tool.schema);
  if ('inputSchema' in tool) return specOf(tool['name'], tool['description'], tool['inputSchema']);
  if ('input_schema' in tool) return specOf(tool['name'], tool['description'], tool['input_schema']);
  if (typeof tool['type'] === 'string') return undefined;
  throw new ConfigError({
    code: 'invalid-tool',
    what: 'bindTools() was given what is no tool',
    evidence: `an object with the keys ${Object.keys(tool).slice(0, 5).join(', ')}`,
    fix: 'Pass LangChain tools, { type: "function", function: { … } }, or a tool of the provider such as { type: "web_search" }',
  });
}

function specOf(name: unknown, description: unknown, schema: unknown): ToolSpec {
  const given = schema ?? { type: 'object', properties: {} };
  const json = toJsonSchema(given as Parameters<typeof toJsonSchema>[0], { io: 'input' });
  const { $schema: _dialect, ...inputSchema } = json as Readonly<Record<string, never>>;
  return { name: String(name), description: String(description ?? name), inputSchema };
}

/** LangChain's `tool_choice`: its own words, a tool's name, or what a vendor's API takes. */
export function readToolChoice(choice: unknown): ToolChoice {
  if (choice === undefined || choice === null || choice === 'auto') return 'auto';
  if (choice === 'none') return 'none';
  if (choice === 'any' || choice === 'required') return 'required';
  if (typeof choice === 'string') return { tool: choice };
  const { name, function: named, tool } = choice as Fields;
  const found = isFields(named) ? named['name'] : (name ?? tool);
  if (typeof found === 'string') return { tool: found };
  throw new ConfigError({
    what: 'This tool_choice is not understood',
    evidence: JSON.stringify(choice).slice(0, 200),
    fix: 'Pass "auto", "any", "none" or the name of a tool',
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
