import type { ToolChoice, ToolSpec } from '../contracts/provider.ts';
import { describeType } from './describe-type.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { childNode } from '../schema/schema-node.ts';
import { isJsonObject } from '../lib/json.ts';

/** Instructions for a model that has no tools of its own: the tools as signatures, and the one format that Pegboard teaches. */
export function toolPrompt(tools: readonly ToolSpec[], choice: ToolChoice): string {
  if (tools.length === 0 || choice === 'none') return 'No tool can be called now. Answer in plain text.';
  return [howTo, ...tools.map(signature), ...mustCall(choice)].join('\n');
}

const howTo = `You can call tools. To call one, write:
<tool_call>
{"name": "tool_name", "arguments": {"parameter": "value"}}
</tool_call>
Write one block per call, with valid JSON inside, and stop after the last block. The results come in the next message, in <tool_result> tags; never write results yourself. When you need no tool, answer in plain text without any block.

Tools:`;

function mustCall(choice: ToolChoice): string[] {
  if (choice === 'required') return ['\nCall a tool now.'];
  return typeof choice === 'object' ? [`\nCall ${choice.tool} now.`] : [];
}

const signatures = new WeakMap<ToolSpec, string>();

/** `get_weather(city: string, unit?: "c" | "f"): The weather …`, and a line for each parameter that says more. */
function signature(tool: ToolSpec): string {
  const known = signatures.get(tool);
  if (known !== undefined) return known;
  const { name, description, inputSchema } = tool;
  const required = Array.isArray(inputSchema['required']) ? inputSchema['required'] : [];
  const properties = Object.entries(childNode(inputSchema, 'properties') ?? {}).filter(isNode);
  const parameters = properties.map(
    ([key, node]) => `${key}${required.includes(key) ? '' : '?'}: ${describeType(node, inputSchema)}`,
  );
  const notes = properties.flatMap(([key, node]) =>
    typeof node['description'] === 'string' ? [`  ${key}: ${node['description']}`] : [],
  );
  const text = [`- ${name}(${parameters.join(', ')}): ${description.trim()}`, ...notes].join('\n');
  signatures.set(tool, text);
  return text;
}

function isNode(entry: [string, unknown]): entry is [string, JsonSchema] {
  return isJsonObject(entry[1]);
}
