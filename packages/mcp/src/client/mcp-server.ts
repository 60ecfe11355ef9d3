import { createLink } from './create-link.ts';
import { type McpToolset, toolsetOf } from './mcp-toolset.ts';
import type { McpServerOptions } from './options.ts';
import { serverSpec } from './server-spec.ts';

/**
 * The tools of one MCP server as a toolset. Connects with the first use, and again when the connection broke; dispose of it when no run
 * uses it any more. `${NAME}` in the command, arguments, variables, address and headers stands for an environment variable. Throws
 * `ConfigError` for options that cannot be meant.
 */
export function mcpServer(options: McpServerOptions): McpToolset {
  return toolsetOf(createLink(serverSpec(options), options.required ?? true));
}
