import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { AnyTool, PrepareContext, Toolset } from '@pegboard/core';
import { isTool } from '@pegboard/core/tools';
import { describeTool } from './describe-tool.ts';
import type { ServeOptions } from './serve-tools.ts';

/** Something that gives its tools when it is asked, such as a registry. */
export interface ServedSource {
  readonly tools: () => readonly (AnyTool | Toolset)[];
}

export interface ServedTools {
  readonly options: ServeOptions;
  readonly sources: () => readonly (AnyTool | Toolset)[];
  readonly list: (signal: AbortSignal) => Promise<readonly ListedTool[]>;
}

type Source = Parameters<typeof import('./serve-tools.ts').serveTools>[0];

export function createServedTools(source: Source, options: ServeOptions): ServedTools {
  const sources = (): readonly (AnyTool | Toolset)[] => {
    if (isList(source)) return source;
    if (isTool(source) || 'list' in source) return [source as AnyTool | Toolset];
    return source.tools();
  };
  let lists = 0;
  return {
    options,
    sources,
    async list(signal) {
      const ctx: PrepareContext = { context: undefined, messages: [], runId: `mcp_list_${++lists}`, turn: 1, signal };
      const tools = await Promise.all(sources().map((one) => listed(one, ctx)));
      // What nobody here can run is not offered.
      const runnable = tools.flat().filter((tool) => tool.execute);
      const described = await Promise.all(runnable.map((tool) => describeTool(tool, ctx)));
      return described.flatMap((tool) => tool ?? []);
    },
  };
}

function isList(source: Source): source is readonly (AnyTool | Toolset)[] {
  return Array.isArray(source);
}

async function listed(source: AnyTool | Toolset, ctx: PrepareContext): Promise<readonly AnyTool[]> {
  if (isTool(source)) return [source];
  // The other of the two.
  const toolset = source as Toolset;
  await toolset.open?.(ctx);
  return toolset.list(ctx);
}
