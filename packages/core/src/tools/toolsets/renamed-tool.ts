import type { AnyTool } from '../../contracts/tool.ts';
import { aliasOf } from './alias.ts';
import { deriveTool } from './change-tools.ts';

/** The tool under another name. Its own `prepare` goes on seeing the name that it was written for, and `ctx.call` knows tools of the same scope by theirs. */
export function renamedTool(tool: AnyTool, name: string, scope: object): AnyTool {
  const { prepare } = tool;
  if (!prepare) return deriveTool(tool, { ...aliasOf(tool, scope), name });
  return deriveTool(tool, {
    ...aliasOf(tool, scope),
    name,
    prepare: async (spec, ctx) => {
      const prepared = await prepare(Object.freeze({ ...spec, name: tool.name }), ctx);
      return prepared && { ...prepared, name };
    },
  });
}
