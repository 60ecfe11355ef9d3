import type { BuiltinTool } from '@pegboard/core';
import { type DeclarationOptions, declareBuiltin } from '../declare/declare-builtin.ts';

/** Each option is followed by the providers that take it. */
export interface McpServerOptions extends DeclarationOptions {
  /** openai, anthropic, google */
  readonly name: string;
  /** openai, anthropic, google */
  readonly url?: string;
  /** In place of `url`: a connector of OpenAI's own. openai */
  readonly connectorId?: string;
  /** For the model. openai */
  readonly description?: string;
  /** Sent to the server by the provider. openai, anthropic */
  readonly authorizationToken?: string;
  /** Default: all of the server's tools. openai, anthropic */
  readonly allowedTools?: readonly string[];
  /** openai, google */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The provider connects to an MCP server and calls its tools itself, without asking anybody: take only servers that may see the conversation,
 * and limit `allowedTools`. For servers that your own program connects to there is `@pegboard/mcp`.
 */
export function mcpServer(options: McpServerOptions): BuiltinTool {
  return declareBuiltin('mcp_server', options);
}
