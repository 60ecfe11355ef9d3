import type { JsonValue, ModelRequest, ModelWarning, ToolSpec } from '@pegboard/core/provider';
import { toolSchema } from './dialect.ts';
import type { GoogleProfile } from './profile.ts';
import { type BuiltinTools, renderBuiltinTools } from './render-builtin-tools.ts';
import { dropped } from './render-settings.ts';
import { traitsOf } from './traits.ts';
import type { GeminiFunction, GeminiToolConfig } from './wire.ts';

export interface RenderedTools {
  /** JSON of the list; undefined: no tools. */
  readonly tools: string | undefined;
  readonly toolConfig: GeminiToolConfig | undefined;
  readonly builtin: BuiltinTools;
}

export function renderTools(
  request: ModelRequest,
  { cloud }: GoogleProfile,
  warnings: ModelWarning[],
): RenderedTools {
  const { modern } = traitsOf(request.model);
  const builtin = renderBuiltinTools(request, cloud, warnings);
  const functions = request.tools.map(renderTool).join(',');
  const entries = [
    ...(functions === '' ? [] : [`{"functionDeclarations":[${functions}]}`]),
    ...builtin.entries.map((entry) => JSON.stringify(entry)),
  ];
  // Shows the calls of builtin tools, and is asked for where functions stand beside them.
  const shows = modern && !cloud && builtin.entries.length > 0 && (builtin.callsShow || functions !== '');
  const choice = renderToolChoice(request, warnings);
  const toolConfig: GeminiToolConfig = {
    ...(choice && { functionCallingConfig: choice }),
    ...(builtin.retrieval && { retrievalConfig: builtin.retrieval }),
    ...(shows && { includeServerSideToolInvocations: true }),
  };
  return {
    tools: entries.length === 0 ? undefined : `[${entries.join(',')}]`,
    toolConfig: Object.keys(toolConfig).length === 0 ? undefined : toolConfig,
    builtin,
  };
}

const rendered = new WeakMap<ToolSpec, string>();

/** JSON of one tool, kept by identity: the same tools come in every turn. */
function renderTool(spec: ToolSpec): string {
  let json = rendered.get(spec);
  if (json === undefined) {
    const schema = toolSchema(spec.inputSchema);
    const bare = isEmpty(schema.properties) && schema.$ref === undefined && schema.anyOf === undefined;
    json = JSON.stringify({
      name: spec.name,
      description: spec.description,
      // A function without parameters has none, rather than an empty object of them.
      ...((!bare || isOpen(schema.additionalProperties)) && { parametersJsonSchema: { ...schema } }),
    } satisfies GeminiFunction);
    rendered.set(spec, json);
  }
  return json;
}

function isEmpty(properties: JsonValue | undefined): boolean {
  return properties === undefined || Object.keys(Object(properties)).length === 0;
}

function isOpen(additional: JsonValue | undefined): boolean {
  return additional !== undefined && additional !== false;
}

type FunctionCalling = NonNullable<GeminiToolConfig['functionCallingConfig']>;

/** Undefined: the API's default, which is AUTO. The API refuses a choice without functions, and one of a function that is not there. */
function renderToolChoice(
  { toolChoice: choice, tools }: ModelRequest,
  warnings: ModelWarning[],
): FunctionCalling | undefined {
  if (tools.length === 0 || choice === 'auto') return undefined;
  if (choice === 'none') return { mode: 'NONE' };
  if (choice === 'required') return { mode: 'ANY' };
  if (tools.some(({ name }) => name === choice.tool))
    return { mode: 'ANY', allowedFunctionNames: [choice.tool] };
  warnings.push(dropped('toolChoice', `the tool "${choice.tool}" is not among the tools`));
  return undefined;
}
