import {
  compileForDialect,
  type ModelRequest,
  type ModelWarning,
  type OutputSpec,
  type ToolSpec,
} from '@pegboard/core/provider';
import { renderOutput } from '../chat/render-tools.ts';
import { looseDialect } from '../dialect.ts';
import type { ResponsesProfile } from './profile.ts';
import type { FunctionTool, ResponsesToolChoice, TextFormat } from './wire.ts';

const tools = new WeakMap<ToolSpec, string>();

/** JSON of one tool, kept by identity. `strict` is always said: the API would otherwise decide. `deferred`: the model finds it by searching. */
export function renderTool(spec: ToolSpec, deferred = false): string {
  let json = tools.get(spec);
  if (json === undefined) {
    const { name, description, inputSchema } = spec;
    const parameters = compileForDialect(inputSchema, looseDialect).schema;
    const tool = { type: 'function', name, description, parameters, strict: false } satisfies FunctionTool;
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
