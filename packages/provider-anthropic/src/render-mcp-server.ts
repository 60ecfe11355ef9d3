import type { BuiltinTool, JsonObject, JsonValue } from '@pegboard/core/provider';

/** The beta feature that these need. */
export const mcpBeta = 'mcp-client-2025-11-20';

/** A server that the host connects to, and the set of its tools; undefined without a name or an address. */
export function renderMcpServer({
  name,
  url,
  authorizationToken,
  allowedTools,
}: BuiltinTool):
  | { readonly name: string; readonly definition: JsonObject; readonly toolset: JsonObject }
  | undefined {
  if (typeof name !== 'string' || typeof url !== 'string') return undefined;
  const allowed = listOf(allowedTools);
  const limited = {
    default_config: { enabled: false },
    configs: Object.fromEntries(allowed.map((tool) => [tool, { enabled: true }])),
  };
  return {
    name,
    definition: {
      type: 'url',
      name,
      url,
      ...(typeof authorizationToken === 'string' && { authorization_token: authorizationToken }),
    },
    // A limit that cannot be read closes all.
    toolset: { type: 'mcp_toolset', mcp_server_name: name, ...(allowedTools !== undefined && limited) },
  };
}

/** The texts of a list. */
export function listOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
