import { Server } from '@modelcontextprotocol/server';
import type { Approvals } from './approvals.ts';
import { answerCall } from './answer-call.ts';
import type { ServedTools } from './served-tools.ts';

/** A server of the SDK for one connection, or for one request. */
export function createServer(tools: ServedTools, approvals: Approvals): Server {
  const { name, version = '0.0.0', instructions, onError } = tools.options;
  const server = new Server(
    { name, version },
    {
      capabilities: { tools: { listChanged: true }, logging: {} },
      ...(instructions !== undefined && { instructions }),
    },
  );
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's objects are no event targets
  if (onError) server.onerror = onError;
  server.setRequestHandler('tools/list', async (_, { mcpReq }) => ({
    tools: [...(await tools.list(mcpReq.signal))],
  }));
  server.setRequestHandler('tools/call', ({ params }, ctx) =>
    answerCall({ tools, approvals, params, ctx, capabilities: () => server.getClientCapabilities() }),
  );
  return server;
}
