import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';

export function isToolset(tool: AnyTool | Toolset): tool is Toolset {
  return typeof (tool as Toolset | undefined)?.list === 'function';
}
