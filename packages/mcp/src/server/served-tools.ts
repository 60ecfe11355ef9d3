import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { AnyTool, PrepareContext, Toolset } from '@pegboard/core';
import { isTool } from '@pegboard/core/tools';
import { describeTool } from './describe-tool.ts';
import type { ServeOptions } from './serve-options.ts';

/** Tools, toolsets, or something that gives them when it is asked, such as a registry. */
export type ServedSource =
  | AnyTool
  | Toolset
  | readonly (AnyTool | Toolset)[]
  | { readonly tools: () => readonly (AnyTool | Toolset)[] };

export interface ServedTools {
  readonly options: ServeOptions;
  readonly sources: () => readonly (AnyTool | Toolset)[];
  readonly list: (signal: AbortSignal) => Promise<readonly ListedTool[]>;
}

export function createServedTools(source: ServedSource, options: ServeOptions): ServedTools {
  const sources = (): readonly (AnyTool | Toolset)[] => {
    if (isList(source)) return source;
    if (isTool(source) || 'list' in source) return [source];
    return source.tools();
  };
  let lists = 0;
  return {
    options,
    sources,
    async list(signal) {
      const ctx: PrepareContext = {
        context: undefined,
        messages: [],
        runId: `mcp_list_${++lists}`,
        turn: 1,
        signal,
      };
      const tools = await Promise.all(sources().map((one) => listed(one, ctx)));
      // What nobody here can run is not offered.
      const runnable = tools.flat().filter((tool) => tool.execute);
      const described = await Promise.all(runnable.map((tool) => describeTool(tool, ctx)));
      return described.flatMap((tool) => tool ?? []);
    },
  };
}

function isList(source: ServedSource): source is readonly (AnyTool | Toolset)[] {
  return Array.isArray(source);
}

async function listed(source: AnyTool | Toolset, ctx: PrepareContext): Promise<readonly AnyTool[]> {
  if (isTool(source)) return [source];
  await source.open?.(ctx);
  return source.list(ctx);
}
