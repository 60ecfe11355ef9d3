import type { AnyTool } from '../../contracts/tool.ts';
import { defineTool } from '../define-tool.ts';
import { derive } from './derive.ts';
import { pickTools, type Selection } from './pick-tools.ts';
import type { Derived, ToolSource } from './tool-source.ts';

/** Changes each selected tool of a source. The same tool gives the same changed tool, for as long as the source keeps it. */
export function changeTools<S extends ToolSource>(
  source: S,
  caller: string,
  change: (tool: AnyTool) => AnyTool,
  selection?: Selection,
): Derived<S> {
  const known = new WeakMap<AnyTool, AnyTool>();
  const changed = (tool: AnyTool): AnyTool => {
    const made = known.get(tool) ?? change(tool);
    known.set(tool, made);
    return made;
  };
  return derive(source, caller, (tools) => {
    if (selection === undefined) return tools.map(changed);
    const picked = new Set(pickTools(selection, tools));
    return tools.map((tool) => (picked.has(tool) ? changed(tool) : tool));
  });
}

/** A tool like another but for some members; checked, branded and frozen as any. Throws `ConfigError` as `defineTool` does. */
export function deriveTool<T extends AnyTool>(source: T, changes: Partial<AnyTool>): T {
  // A tool is a definition whose types are erased.
  return defineTool({ ...source, ...changes } as never) as AnyTool as T;
}
