import {
  compileForDialect,
  type ModelRequest,
  type ModelWarning,
  type OutputSpec,
  type ToolSpec,
} from '@pegboard/core/provider';
import { renderOutput } from '../chat/render-tools.ts';
import { strictSchema } from '../chat/strict-schema.ts';
import { looseDialect } from '../dialect.ts';
import type { ResponsesProfile } from './profile.ts';
import type { FunctionTool, ResponsesToolChoice, TextFormat } from './wire.ts';

const loose = new WeakMap<ToolSpec, string>();
const strict = new WeakMap<ToolSpec, string>();

interface ToolMode {
  /** The model finds it by searching. */
  readonly deferred?: boolean;
  /** Strict mode, for schemas that it can say in full. */
  readonly strictly?: boolean;
}

/** JSON of one tool, kept by identity. `strict` is always said: the API would otherwise decide. */
export function renderTool(spec: ToolSpec, { deferred = false, strictly = false }: ToolMode): string {
  const tools = strictly ? strict : loose;
  let json = tools.get(spec);
  if (json === undefined) {
    const { name, description, inputSchema } = spec;
    const exact = strictly ? strictSchema(inputSchema) : undefined;
    const parameters = exact ?? compileForDialect(inputSchema, looseDialect).schema;
    const tool: FunctionTool = {
      type: 'function',
      name,
      description,
      parameters,
      strict: exact !== undefined,
    };
    json = JSON.stringify(tool);
    tools.set(spec, json);
  }
  return deferred ? `${json.slice(0, -1)},"defer_loading":true}` : json;
}

/** Undefined: the API's default, which is `auto`. The API refuses a choice without tools, and one of a tool that is not there. */
export function renderToolChoice(
  { tools: specs, toolChoice: choice }: ModelRequest,
  builtins: ReadonlyMap<string, string>,
  warnings: ModelWarning[],
): ResponsesToolChoice | { type: string } | undefined {
  if (choice === 'auto' || (specs.length === 0 && builtins.size === 0)) return undefined;
  if (typeof choice === 'string') return choice;
  if (specs.some(({ name }) => name === choice.tool)) return { type: 'function', name: choice.tool };
  const builtin = builtins.get(choice.tool);
  if (builtin !== undefined) return { type: builtin };
  const message = `The tool "${choice.tool}" is not among the tools: the model chooses`;
  warnings.push({ type: 'warning', code: 'setting-dropped', message, details: { setting: 'toolChoice' } });
  return undefined;
}

export function renderFormat(output: OutputSpec, profile: ResponsesProfile): TextFormat {
  const { json_schema: format } = renderOutput(output, profile);
  return { type: 'json_schema', ...format };
}
