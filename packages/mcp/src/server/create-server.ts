import type { CallToolResult, ProtocolEra, Server, ServerCapabilities } from '@modelcontextprotocol/server';
import { answerCall } from './answer-call.ts';
import type { WaitingRun } from './call-request.ts';
import type { RequestScope, WaitingRequest } from './request-scope.ts';
import type { ServeOptions } from './serve-options.ts';
import { serveCompletions } from './serve-completions.ts';
import { servePrompts } from './serve-prompts.ts';
import { serveResources } from './serve-resources.ts';
import type { ServedTools } from './served-tools.ts';
import { serveTasks } from './serve-tasks.ts';
import type { TaskDesk } from './task-desk.ts';
import { TaskServer } from './task-server.ts';
import { tasksExtension } from './tasks-extension.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface ServerParts {
  readonly rooms: WaitingRooms;
  /** Gets the resources that its client wants to be told of. */
  readonly watched: Set<string>;
  readonly desk: TaskDesk | undefined;
  /** Tells it from all others. */
  readonly connection: string;
}

export interface WaitingRooms {
  readonly runs: WaitingRoom<WaitingRun>;
  readonly requests: WaitingRoom<WaitingRequest>;
}

/** A server of the SDK for one connection, or for one request. Tasks are of the newer protocol only. */
export function createServer(
  tools: ServedTools,
  { rooms, watched, desk, connection }: ServerParts,
  era: ProtocolEra,
): Server {
  const { options } = tools;
  const { name, version = '0.0.0', instructions, onError, resources, prompts } = options;
  const withTasks = desk !== undefined && era === 'modern';
  const server = new TaskServer(
    { name, version },
    { capabilities: capabilitiesOf(options, withTasks), ...(instructions !== undefined && { instructions }) },
  );
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's objects are no event targets
  if (onError) server.onerror = onError;
  const capabilities = (): ReturnType<Server['getClientCapabilities']> => server.getClientCapabilities();
  server.setRequestHandler('tools/list', async (_, { mcpReq }) => ({
    tools: [...(await tools.list(mcpReq.signal))],
  }));
  server.setRequestHandler('tools/call', ({ params }, ctx) => {
    const request = { tools, waiting: rooms.runs, desk, connection, params, ctx, capabilities };
    // A task is let through as it is.
    return answerCall(request) as Promise<CallToolResult>;
  });
  if (withTasks) serveTasks(server, desk, connection);
  const scope: RequestScope = { options, waiting: rooms.requests, capabilities };
  if (resources) serveResources(server, scope, watched);
  if (prompts) servePrompts(server, scope);
  if (resources ?? prompts) serveCompletions(server, scope);
  return server;
}

function capabilitiesOf({ resources, prompts }: ServeOptions, withTasks: boolean): ServerCapabilities {
  return {
    tools: { listChanged: true },
    logging: {},
    ...(resources && { resources: { subscribe: true, listChanged: true } }),
    ...(prompts && { prompts: { listChanged: true } }),
    ...((resources ?? prompts) && { completions: {} }),
    ...(withTasks && { extensions: { [tasksExtension]: {} } }),
  };
}
