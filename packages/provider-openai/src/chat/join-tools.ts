import type { ToolSpec } from '@pegboard/core/provider';
import { renderTool } from './render-tools.ts';

/** Joins the JSON of tools. The same tools come turn after turn, in a list of their own each: the text of the last ones is kept. */
export function createToolJoiner(): (tools: readonly ToolSpec[], others: readonly object[]) => string {
  let last: readonly ToolSpec[] = [];
  let joined = '';
  return (tools, others) => {
    const same = tools.length === last.length && tools.every((tool, at) => tool === last[at]);
    if (!same) {
      joined = tools.map(renderTool).join(',');
      last = tools;
    }
    if (others.length === 0) return joined;
    const rest = others.map((tool) => JSON.stringify(tool)).join(',');
    return joined === '' ? rest : `${joined},${rest}`;
  };
}
