import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { JsonObject } from '@pegboard/core';
import type { McpCaller } from './mcp-caller.ts';

/** The SDK's type does not name what it holds. */
interface Envelope {
  readonly [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
}

/** Who sends a request. In the newer protocol each request says what its client can do, in the older one the first did. */
export function callerOf(
  { http, mcpReq }: ServerContext,
  initial: ClientCapabilities | undefined,
): McpCaller {
  const { authInfo, req } = http ?? {};
  const { _meta: meta } = mcpReq;
  const auth = authInfo && {
    clientId: authInfo.clientId,
    scopes: authInfo.scopes,
    ...(authInfo.extra && { extra: authInfo.extra }),
  };
  const envelope: Envelope = mcpReq.envelope ?? {};
  const { elicitation, sampling, roots } = envelope[CLIENT_CAPABILITIES_META_KEY] ?? initial ?? {};
  return {
    can: { elicit: elicitation !== undefined, sample: sampling !== undefined, roots: roots !== undefined },
    // It came as JSON.
    ...(meta && { meta: { ...meta } as JsonObject }),
    ...(auth && { auth }),
    ...(req && { request: req }),
  };
}
