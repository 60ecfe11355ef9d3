import type {
  JsonSchema,
  ModelRequest,
  ModelWarning,
  OutputSpec,
  ToolChoice,
  ToolSpec,
} from '@pegboard/core/provider';
import type { ChatProfile } from './profile.ts';
import { closeObjects, fitsStrict } from './strict-schema.ts';
import type { ChatResponseFormat, ChatTool, ChatToolChoice } from './wire.ts';

const tools = new WeakMap<ToolSpec, string>();

/** JSON of one tool, kept by identity: the same tools come in every turn. */
export function renderTool(spec: ToolSpec): string {
  let json = tools.get(spec);
  if (json === undefined) {
    const { name, description, inputSchema } = spec;
    const parameters =
      inputSchema.type === undefined ? { type: 'object', ...inputSchema } : { ...inputSchema };
    json = JSON.stringify({
      type: 'function',
      function: { name, description, parameters },
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

interface Rendered {
  readonly schema: JsonSchema;
  readonly strict: boolean;
}

const outputs = new WeakMap<JsonSchema, Rendered>();

/** Strict where the schema keeps the rules of strict mode, or does once its objects are closed: the model may then write nothing else. */
function strictest(schema: JsonSchema): Rendered {
  let rendered = outputs.get(schema);
  if (!rendered) {
    const closed = closeObjects(schema);
    rendered = fitsStrict(closed) ? { schema: closed, strict: true } : { schema, strict: false };
    outputs.set(schema, rendered);
  }
  return rendered;
}

/** Strict mode only where the schema keeps its rules: elsewhere the API would refuse the request. */
export function renderOutput(
  { name, description, schema }: OutputSpec,
  profile: ChatProfile,
): ChatResponseFormat {
  const rendered: Rendered = profile.strictOutput ? strictest(schema) : { schema, strict: false };
  return {
    type: 'json_schema',
    json_schema: {
      name: name.replace(/[^\w-]/g, '_').slice(0, 64) || 'answer',
      ...(description === undefined ? {} : { description }),
      ...rendered,
    },
  };
}
