import {
  type AnyTool,
  defineTool,
  type JsonObject,
  type PrepareContext,
  type ToolOptions,
  type Toolset,
} from '@pegboard/core';

/** A tool that gives its input back. */
export function makeTool(
  name: string,
  options: ToolOptions<JsonObject, undefined> = {},
  input: JsonObject = { type: 'object' },
): AnyTool {
  return defineTool({
    name,
    description: `Does ${name}`,
    input,
    ...options,
    execute: (given) => given,
  });
}

export function toolsetOf(id: string, tools: readonly AnyTool[]): Toolset {
  return { id, list: () => tools };
}

/** What an agent asks with, in a run of its own. */
export function anyContext(controller = new AbortController()): PrepareContext {
  return { context: undefined, messages: [], runId: 'run_1', turn: 1, signal: controller.signal };
}

export function namesOf(tools: readonly AnyTool[]): readonly string[] {
  return tools.map(({ name }) => name);
}
