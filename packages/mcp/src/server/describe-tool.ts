import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { AnyTool, JsonObject, PrepareContext } from '@pegboard/core';

/** A tool as clients are told of it; undefined when its own `prepare` hides it. */
export async function describeTool(tool: AnyTool, ctx: PrepareContext): Promise<ListedTool | undefined> {
  const { name, description, inputSchema, metadata } = tool;
  const told = { name, description, inputSchema };
  const spec = tool.prepare ? await tool.prepare(told, ctx) : told;
  if (!spec) return undefined;
  const title = metadata?.['title'];
  const annotations = annotationsOf(tool);
  return {
    name,
    ...(typeof title === 'string' && { title }),
    description: spec.description,
    // Checked by `defineTool`: the schema of an object.
    inputSchema: spec.inputSchema as ListedTool['inputSchema'],
    ...(hasStructure(tool) && { outputSchema: tool.outputSchema as ListedTool['outputSchema'] }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}

/** Whether results are objects that the tool describes. The older protocol knows no other structured results. */
function hasStructure({ outputSchema }: AnyTool): boolean {
  return outputSchema?.['type'] === 'object';
}

/** The hints that a tool was given, and those that its declarations amount to. */
function annotationsOf({ effects, tags = [], metadata }: AnyTool): NonNullable<ListedTool['annotations']> {
  const given = (metadata?.['annotations'] ?? {}) as JsonObject;
  const known = typeof effects === 'object' ? effects : {};
  const readOnly = known.reads !== undefined && !known.writes?.length && !tags.includes('destructive');
  return {
    ...(readOnly && { readOnlyHint: true }),
    ...(known.idempotent && { idempotentHint: true }),
    ...(tags.includes('destructive') && { destructiveHint: true }),
    ...(tags.includes('outward') && { openWorldHint: true }),
    ...given,
  };
}
