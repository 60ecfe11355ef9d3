import type { Toolset } from '../contracts/toolset.ts';

export function isToolset(tool: unknown): tool is Toolset {
  return typeof (tool as Toolset | undefined)?.list === 'function';
}
