import type { BuiltinTool } from '../contracts/builtin-tool.ts';
import type { ModelRequest, Provider, ToolSpec } from '../contracts/provider.ts';

/**
 * The request with the builtin tools that the API has in place of the tools that stand for them. One whose calls we run stays among the
 * tools as well: it is what runs them. A builtin tool that is asked for anyway stays as it was asked for.
 */
export function withNativeTools(request: ModelRequest, builtinTools: Provider['builtinTools']): ModelRequest {
  if (!builtinTools || !request.tools.some(({ builtin }) => builtin)) return request;
  const support = builtinTools(request.model) ?? {};
  const native = new Map<ToolSpec, BuiltinTool>();
  for (const tool of request.tools)
    if (tool.builtin && Object.hasOwn(support, tool.builtin.type)) native.set(tool, tool.builtin);
  if (native.size === 0) return request;
  const asked = new Set(request.builtinTools.map(({ type }) => type));
  const added = [...native.values()].filter(({ type }) => !asked.has(type));
  const { toolChoice: choice } = request;
  const chosen = typeof choice === 'object' && request.tools.find(({ name }) => name === choice.tool);
  const stays = (tool: ToolSpec): boolean => {
    const builtin = native.get(tool);
    return builtin === undefined || support[builtin.type]?.executor === 'client';
  };
  return {
    ...request,
    tools: request.tools.filter(stays),
    builtinTools: [...request.builtinTools, ...added],
    ...(chosen && !stays(chosen) && { toolChoice: { tool: native.get(chosen)?.type ?? chosen.name } }),
  };
}
