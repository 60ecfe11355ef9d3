import type { CallToolRequestParams, ClientCapabilities, ServerContext } from '@modelcontextprotocol/server';
import type { Approvals } from './approvals.ts';
import type { ServedTools } from './served-tools.ts';

/** A call as it came in, and what is needed to answer it. */
export interface CallRequest {
  readonly tools: ServedTools;
  readonly approvals: Approvals;
  readonly params: CallToolRequestParams;
  readonly ctx: ServerContext;
  /** What a client of the older protocol said at the beginning. */
  readonly capabilities: () => ClientCapabilities | undefined;
}
