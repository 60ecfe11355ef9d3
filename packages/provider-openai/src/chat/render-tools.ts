import {
  compileForDialect,
  type ModelRequest,
  type ModelWarning,
  type OutputSpec,
  type ToolChoice,
  type ToolSpec,
} from '@pegboard/core/provider';
import { looseDialect } from '../dialect.ts';
import type { ChatProfile } from './profile.ts';
import { strictSchema } from './strict-schema.ts';
import type { ChatResponseFormat, ChatTool, ChatToolChoice } from './wire.ts';

const looseTools = new WeakMap<ToolSpec, string>();
const strictTools = new WeakMap<ToolSpec, string>();

/** JSON of one tool, kept by identity: the same tools come in every turn. `strictly`: strict mode, for schemas that it can say in full. */
export function renderTool(spec: ToolSpec, strictly = false): string {
  const tools = strictly ? strictTools : looseTools;
  let json = tools.get(spec);
  if (json === undefined) {
    const { name, description, inputSchema } = spec;
    const exact = strictly ? strictSchema(inputSchema) : undefined;
    const parameters = exact ?? compileForDialect(inputSchema, looseDialect).schema;
    json = JSON.stringify({
      type: 'function',
      function: { name, description, parameters, ...(exact && { strict: true }) },
    } satisfies ChatTool);
    tools.set(spec, json);
  }
  return json;
}

/** Undefined: the API's default, which is `auto`. The API refuses a choice without tools, and one of a tool that is not there. */
export function renderToolChoice(
  request: ModelRequest,
  warnings: ModelWarning[],
): ChatToolChoice | undefined {
  const choice: ToolChoice = request.toolChoice;
  if (request.tools.length === 0 || choice === 'auto') return undefined;
  if (typeof choice === 'string') return choice;
  if (request.tools.some((tool) => tool.name === choice.tool))
    return { type: 'function', function: { name: choice.tool } };
  const message = `The tool "${choice.tool}" is not among the tools: the model chooses`;
  warnings.push({ type: 'warning', code: 'setting-dropped', message, details: { setting: 'toolChoice' } });
  return undefined;
}

/** Strict mode, in which the model can write nothing else, only where the schema keeps its rules: elsewhere the API would refuse the request. */
export function renderOutput(
  { name, description, schema }: OutputSpec,
  profile: Pick<ChatProfile, 'strictOutput'>,
): ChatResponseFormat {
  const strict = profile.strictOutput ? strictSchema(schema) : undefined;
  return {
    type: 'json_schema',
    json_schema: {
      name: name.replace(/[^\w-]/g, '_').slice(0, 64) || 'answer',
      ...(description === undefined ? {} : { description }),
      schema: strict ?? schema,
      strict: strict !== undefined,
    },
  };
}
