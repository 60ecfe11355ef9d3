import { type JoinedJson, joinJson, type ToolSpec } from '@pegboard/core/provider';
import { renderTool } from './render-tools.ts';

/** Joins the JSON of tools. The same tools come turn after turn, in a list of their own each: the text of the last ones is kept. */
export function createToolJoiner(
  strictly: boolean,
): (tools: readonly ToolSpec[], others: readonly object[]) => JoinedJson {
  let last: readonly ToolSpec[] = [];
  let joined: JoinedJson = '';
  return (tools, others) => {
    const same = tools.length === last.length && tools.every((tool, at) => tool === last[at]);
    if (!same) {
      joined = joinJson('', tools.map((tool) => renderTool(tool, strictly)).join(','));
      last = tools;
    }
    return joinJson(joined, others.map((tool) => JSON.stringify(tool)).join(','));
  };
}
