import type { AnyTool } from '../../contracts/tool.ts';
import { deriveTool } from './change-tools.ts';

/** The tool under another name. Its own `prepare` goes on seeing the name that it was written for. */
export function renamedTool(tool: AnyTool, name: string): AnyTool {
  const { prepare } = tool;
  if (!prepare) return deriveTool(tool, { name });
  return deriveTool(tool, {
    name,
    prepare: async (spec, ctx) => {
      const prepared = await prepare(Object.freeze({ ...spec, name: tool.name }), ctx);
      return prepared && { ...prepared, name };
    },
  });
}
