import {
  compileForDialect,
  type JsonSchema,
  type ModelRequest,
  type ModelWarning,
  type ToolSpec,
} from '@pegboard/core/provider';
import { inputDialect } from './dialect.ts';
import type { ModelTraits } from './model-traits.ts';
import type { BuiltinTools } from './render-builtin-tools.ts';
import { withMark } from './render-conversation.ts';
import { strictSchemas } from './strict-tools.ts';
import { settingDropped } from './warn.ts';
import type { WireTool, WireToolChoice } from './wire.ts';

const loose = new WeakMap<ToolSpec, string>();
const strict = new WeakMap<ToolSpec, string>();

/** JSON of one tool, kept by identity: the same tools come in every turn. `exact` is its schema where the host shall hold the model to it. */
function renderTool(spec: ToolSpec, exact: JsonSchema | undefined): string {
  const rendered = exact ? strict : loose;
  let json = rendered.get(spec);
  if (json === undefined) {
    const { name, description } = spec;
    const { $schema: _, ...schema } = exact ?? compileForDialect(spec.inputSchema, inputDialect).schema;
    const tool: WireTool = {
      name,
      ...(description.trim() !== '' && { description }),
      input_schema: { ...schema, type: 'object' },
      ...(exact && { strict: true }),
    };
    rendered.set(spec, (json = JSON.stringify(tool)));
  }
  return json;
}

interface ToolMode {
  /** Tools that the conversation names. */
  readonly called: ReadonlySet<string>;
  /** The cache marker; a tool that is found by searching takes none. */
  readonly mark: string | undefined;
  readonly strictly: boolean;
}

/** The list of tools, or undefined for none. */
export function toolsJson(
  tools: readonly ToolSpec[],
  { tools: builtin, names, deferred }: BuiltinTools,
  { called, mark, strictly }: ToolMode,
): string | undefined {
  const own = tools.filter(({ name }) => !names.has(name));
  const exact = strictly ? strictSchemas(own) : undefined;
  const render = (tool: ToolSpec): string => renderTool(tool, exact?.get(tool));
  const always = own.filter(({ name }) => !deferred.has(name)).map(render);
  const found = own.filter(({ name }) => deferred.has(name)).map((tool) => deferredJson(render(tool)));
  const entries = [...always, ...builtin.map((tool) => JSON.stringify(tool))];
  if (entries.length + found.length === 0) entries.push(...[...called].map(formerTool));
  const marked = entries.map((json, at) => withMark(json, at === entries.length - 1 ? mark : undefined));
  return entries.length + found.length === 0 ? undefined : `[${[...found, ...marked].join(',')}]`;
}

function deferredJson(json: string): string {
  return `${json.slice(0, -1)},"defer_loading":true}`;
}

/** The API refuses a conversation with calls where no tools are defined. */
function formerTool(name: string): string {
  const tool: WireTool = {
    name,
    description: 'Was used earlier in this conversation and cannot be called now.',
    input_schema: { type: 'object' },
  };
  return JSON.stringify(tool);
}

export interface Choice {
  readonly choice: WireToolChoice | undefined;
  readonly forced: boolean;
  /** What to ask of the model in words, as the API refuses to force it. */
  readonly words?: string;
}

/** Undefined: the API's default, which is `auto`. A choice without tools, or of a tool that is not there, would be refused. */
export function renderToolChoice(
  { model, tools, toolChoice, settings: { parallelToolCalls: parallel } }: ModelRequest,
  builtin: BuiltinTools,
  traits: ModelTraits,
  warnings: ModelWarning[],
): Choice {
  const some = tools.length > 0 || builtin.tools.length > 0;
  if (!some) return { choice: undefined, forced: false };
  const limit = parallel === undefined ? {} : { disable_parallel_tool_use: !parallel };
  const auto = parallel === undefined ? undefined : ({ type: 'auto', ...limit } as const);
  if (toolChoice === 'auto') return { choice: auto, forced: false };
  if (toolChoice === 'none') return { choice: { type: 'none' }, forced: false };
  const name = typeof toolChoice === 'object' ? toolChoice.tool : undefined;
  if (name !== undefined && !builtin.names.has(name) && !tools.some((tool) => tool.name === name)) {
    warnings.push(
      settingDropped('toolChoice', `the tool "${name}" is not among the tools: the model chooses`),
    );
    return { choice: auto, forced: false };
  }
  if (!traits.forcedTools) {
    warnings.push(
      settingDropped('toolChoice', `${model} cannot be forced to call a tool: it was asked in words`),
    );
    const words = name === undefined ? 'Call at least one of the tools now.' : `Call the tool ${name} now.`;
    return { choice: auto, forced: false, words };
  }
  const choice: WireToolChoice =
    name === undefined ? { type: 'any', ...limit } : { type: 'tool', name, ...limit };
  return { choice, forced: true };
}
