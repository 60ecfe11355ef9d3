import { type AnyTool, type BuiltinTool, defineTool } from '@pegboard/core';

/** A tool under another name that stands for a builtin tool: a provider that has that one is given it instead. */
export function standsFor(tool: AnyTool, name: string, builtin: BuiltinTool): AnyTool {
  // A tool is a definition whose types are erased.
  return defineTool({ ...tool, name, builtin } as never) as AnyTool;
}
