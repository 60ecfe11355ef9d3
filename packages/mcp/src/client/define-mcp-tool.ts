import type { Tool as ListedTool } from '@modelcontextprotocol/client';
import {
  type AnyTool,
  defineTool,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
  type ToolContext,
  type ToolReturn,
} from '@pegboard/core';
import { describe } from './describe.ts';
import { mendSchema } from './mend-schema.ts';
import type { ServerSpec } from './server-spec.ts';

export interface McpToolSource {
  readonly spec: ServerSpec;
  readonly call: (name: string, input: JsonObject, ctx: ToolContext) => Promise<ToolReturn<JsonValue>>;
  /** Told why a tool is offered otherwise than its server describes it, or not at all. */
  readonly report: (message: string) => void;
}

/**
 * A server's tool as one of ours, under the given name. Its annotations are kept as hints, its results marked as untrusted. Undefined when
 * no provider could be told of it.
 */
export function defineMcpTool(listed: ListedTool, name: string, source: McpToolSource): AnyTool | undefined {
  // JSON that came over the wire.
  const schema = listed.inputSchema as JsonSchema;
  const make = (input: JsonSchema, output?: JsonSchema): AnyTool =>
    defineTool({
      ...shared(listed, name, source.spec),
      input,
      ...(output && { output }),
      execute: (given: JsonObject, ctx: ToolContext) => source.call(listed.name, given, ctx),
    } as Parameters<typeof defineTool>[0]);
  const output = listed.outputSchema as JsonSchema | undefined;
  try {
    return make(schema, output);
  } catch (error) {
    return mended(error);
  }

  function mended(problem: unknown): AnyTool | undefined {
    try {
      const tool = make(mendSchema(schema));
      source.report(`"${listed.name}" is offered with a mended schema: ${describe(problem)}`);
      return tool;
    } catch (error) {
      source.report(`"${listed.name}" cannot be offered: ${describe(error)}`);
      return undefined;
    }
  }
}

function shared(listed: ListedTool, name: string, { name: server, options }: ServerSpec): object {
  const { annotations, title = annotations?.title, description } = listed;
  const { trust = 'untrusted', timeoutMs } = options;
  return {
    name,
    description: description?.trim() || title || `The tool "${listed.name}" of the MCP server "${server}".`,
    effects: 'infer',
    trust,
    tags: ['mcp', `mcp.${server}`],
    metadata: {
      mcp: { server, tool: listed.name, ...(title !== undefined && { title }) },
      ...(annotations && { annotations: { ...annotations } }),
    },
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}
