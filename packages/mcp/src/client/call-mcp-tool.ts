import {
  type CallToolResult,
  type Client,
  LOG_LEVEL_META_KEY,
  ProtocolError,
} from '@modelcontextprotocol/client';
import {
  type JsonObject,
  type JsonValue,
  RetryToolCall,
  type ToolContext,
  ToolFailure,
  type ToolReturn,
} from '@pegboard/core';
import { redact } from '@pegboard/core/provider';
import { awaitTask } from './await-task.ts';
import type { Connection } from './connection.ts';
import { statusOf } from './status-of.ts';
import { describe } from './describe.ts';
import type { McpLink } from './mcp-link.ts';
import { taskIn } from './task-client.ts';
import { taskPeer } from './task-peer.ts';
import { toResult } from './to-result.ts';

/** The longest time that timers know; the tool's own deadline comes first. */
const noTimeout = 2_147_483_647;
const invalidParams = -32_602;

/** Calls a tool of a server by its own name. Rejects with `ToolFailure` or `RetryToolCall`; the server is told of an abort. */
export async function callMcpTool(
  link: McpLink,
  name: string,
  input: JsonObject,
  ctx: ToolContext,
): Promise<ToolReturn<JsonValue>> {
  try {
    return await send(link, name, input, ctx);
  } catch (error) {
    if (!(error instanceof SessionGone)) throw error;
    return send(link, name, input, ctx);
  }
}

/** The server has forgotten us, and so has not begun the call. */
class SessionGone {
  readonly gone = true;
}

async function send(
  link: McpLink,
  name: string,
  input: JsonObject,
  ctx: ToolContext,
): Promise<ToolReturn<JsonValue>> {
  let used: Connection | undefined;
  try {
    return await link.use(
      async (_, connection) => {
        used = connection;
        return toResult(await link.calls.run(ctx, () => answerOf(link, connection, name, input, ctx)));
      },
      { runId: ctx.runId, signal: ctx.signal },
    );
  } catch (error) {
    ctx.signal.throwIfAborted();
    throw failureOf(link, error, used);
  }
}

async function answerOf(
  link: McpLink,
  connection: Connection,
  name: string,
  input: JsonObject,
  ctx: ToolContext,
): Promise<CallToolResult> {
  const { client } = connection;
  const answer = await client.callTool(
    { name, arguments: { ...input }, _meta: metaOf(link, client, ctx) },
    {
      signal: ctx.signal,
      timeout: noTimeout,
      onprogress: ({ progress, total, message }) =>
        ctx.progress({
          progress,
          ...(total !== undefined && { total }),
          ...(message !== undefined && { message }),
        }),
    },
  );
  const task = taskIn(answer);
  return task ? awaitTask(task, taskPeer(connection), ctx) : answer;
}

function metaOf({ spec }: McpLink, client: Client, ctx: ToolContext): JsonObject {
  const { meta, logLevel = 'info' } = spec.options;
  const logs = client.getProtocolEra() === 'modern' ? { [LOG_LEVEL_META_KEY]: logLevel } : {};
  return { ...logs, ...meta?.(ctx) };
}

function failureOf({ spec }: McpLink, error: unknown, connection: Connection | undefined): unknown {
  if (error instanceof ToolFailure) return error;
  const words = redact(describe(error), spec.secrets).slice(0, 500);
  if (!connection) return new ToolFailure(words);
  if (connection.isClosed()) {
    const how = connection.ended();
    return new ToolFailure(
      `The MCP server "${spec.name}" went away during the call${how === undefined ? '' : ` (${how})`}; the call may have taken effect. ` +
        'The server is started again with the next call.',
    );
  }
  if (isGone(error)) {
    connection.drop();
    return new SessionGone();
  }
  if (error instanceof ProtocolError && error.code === invalidParams) return new RetryToolCall(words);
  // Nothing was heard of the server, so the next call begins anew.
  if (error instanceof TypeError) connection.drop();
  return new ToolFailure(`The MCP server "${spec.name}" could not do it: ${words}`);
}

/** A server that was started anew does not know the session. Source: MCP 2025-11-25, session management. */
function isGone(error: unknown): boolean {
  return statusOf(error) === 404;
}
