import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  MissingRequiredClientCapabilityError,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { TaskOwner } from './task-desk.ts';

/** Its name in the capabilities of either side. Source: SEP-2663. */
export const tasksExtension = 'io.modelcontextprotocol/tasks';

/** What the sender of a request can do, as the request itself says; the extension knows no other way. */
export function declaredBy({ mcpReq }: ServerContext): ClientCapabilities {
  // The SDK has checked it, and its type does not name what it holds.
  const envelope = (mcpReq.envelope ?? {}) as {
    readonly [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
  };
  return envelope[CLIENT_CAPABILITIES_META_KEY] ?? {};
}

export function knowsTasks(ctx: ServerContext): boolean {
  return declaredBy(ctx).extensions?.[tasksExtension] !== undefined;
}

/** The error to a request that only a client which knows tasks may send. */
export function missingTasks(what: string): MissingRequiredClientCapabilityError {
  return new MissingRequiredClientCapabilityError(
    { requiredCapabilities: { extensions: { [tasksExtension]: {} } } },
    `${what}, and the client does not declare ${tasksExtension}`,
  );
}

/** Over standard input and output a task belongs to the connection, over HTTP to whoever was authenticated. */
export function ownerOf({ http }: ServerContext, connection: string): TaskOwner {
  if (!http) return connection;
  const clientId = http.authInfo?.clientId;
  return clientId === undefined ? undefined : JSON.stringify([clientId]);
}
