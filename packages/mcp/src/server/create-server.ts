import { Server, type ServerCapabilities } from '@modelcontextprotocol/server';
import { answerCall } from './answer-call.ts';
import type { WaitingRun } from './call-request.ts';
import type { RequestScope, WaitingRequest } from './request-scope.ts';
import type { ServeOptions } from './serve-options.ts';
import { serveCompletions } from './serve-completions.ts';
import { servePrompts } from './serve-prompts.ts';
import { serveResources } from './serve-resources.ts';
import type { ServedTools } from './served-tools.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface WaitingRooms {
  readonly runs: WaitingRoom<WaitingRun>;
  readonly requests: WaitingRoom<WaitingRequest>;
}

/** A server of the SDK for one connection, or for one request; `watched` gets the resources that its client wants to be told of. */
export function createServer(tools: ServedTools, rooms: WaitingRooms, watched: Set<string>): Server {
  const { options } = tools;
  const { name, version = '0.0.0', instructions, onError, resources, prompts } = options;
  const server = new Server(
    { name, version },
    { capabilities: capabilitiesOf(options), ...(instructions !== undefined && { instructions }) },
  );
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's objects are no event targets
  if (onError) server.onerror = onError;
  const capabilities = (): ReturnType<Server['getClientCapabilities']> => server.getClientCapabilities();
  server.setRequestHandler('tools/list', async (_, { mcpReq }) => ({
    tools: [...(await tools.list(mcpReq.signal))],
  }));
  server.setRequestHandler('tools/call', ({ params }, ctx) =>
    answerCall({ tools, waiting: rooms.runs, params, ctx, capabilities }),
  );
  const scope: RequestScope = { options, waiting: rooms.requests, capabilities };
  if (resources) serveResources(server, scope, watched);
  if (prompts) servePrompts(server, scope);
  if (resources ?? prompts) serveCompletions(server, scope);
  return server;
}

function capabilitiesOf({ resources, prompts }: ServeOptions): ServerCapabilities {
  return {
    tools: { listChanged: true },
    logging: {},
    ...(resources && { resources: { subscribe: true, listChanged: true } }),
    ...(prompts && { prompts: { listChanged: true } }),
    ...((resources ?? prompts) && { completions: {} }),
  };
}
