import {
  type CallToolResult,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { Agent, type JsonObject, type RunResult } from '@pegboard/core';
import { approvalsFrom, askForApproval, cannotAsk } from './ask-for-approval.ts';
import type { CallRequest } from './call-request.ts';
import { oneCall } from './one-call.ts';
import { sendProgress } from './send-progress.ts';
import type { McpCaller } from './serve-options.ts';
import { renderResult } from './render-result.ts';

/** Runs a call of a client as an agent would run it. Rejects with `ProtocolError` where there is no such tool. */
export async function answerCall(request: CallRequest): Promise<CallToolResult | InputRequiredResult> {
  const { tools, params, ctx, approvals } = request;
  const { name, arguments: args = {} } = params;
  const { approval = 'elicit' } = tools.options;
  const listed = await tools.list(ctx.mcpReq.signal);
  if (!listed.some((tool) => tool.name === name)) throw unknownTool(name);
  const call = JSON.stringify([name, args, ctx.http?.authInfo?.clientId ?? null]);
  const key = ctx.mcpReq.requestState<string>();
  const waiting = approvals.take(key);
  if (key !== undefined && waiting?.call !== call) throw foreignState();
  // JSON that came over the wire.
  const result = await run(request, oneCall(name, args as JsonObject), (agent, options) =>
    waiting
      ? agent.resume(waiting.state, { ...options, approvals: approvalsFrom(waiting.state, ctx) })
      : agent.run('', options),
  );
  const asked = result.pending.filter(({ kind }) => kind === 'approval');
  if (asked.length === 0) return renderResult(result, name);
  if (approval === 'deny')
    return refusal(`${name} needs the approval of a person, and this server asks nobody.`);
  if (cannotAsk(request))
    return refusal(`${name} needs the approval of a person, and the client cannot ask one.`);
  return askForApproval(asked, approvals.keep({ state: result.state, call }));
}

type Options = NonNullable<Parameters<Agent['run']>[1]>;

async function run(
  { tools, ctx }: CallRequest,
  provider: ReturnType<typeof oneCall>,
  start: (agent: Agent, options: Options) => Promise<RunResult<unknown>>,
): Promise<RunResult<unknown>> {
  const { hooks = [], context, name } = tools.options;
  const agent = new Agent({
    name,
    provider,
    model: 'client',
    tools: tools.sources(),
    hooks,
    limits: { turns: 1 },
  });
  const progress = sendProgress(ctx);
  const caller = callerOf(ctx);
  return start(agent, {
    signal: ctx.mcpReq.signal,
    onEvent: progress,
    ...(context && { context: await context(caller) }),
  });
}

function callerOf({ http }: ServerContext): McpCaller {
  const { authInfo, req } = http ?? {};
  const auth = authInfo && {
    clientId: authInfo.clientId,
    scopes: authInfo.scopes,
    ...(authInfo.extra && { extra: authInfo.extra }),
  };
  return { ...(auth && { auth }), ...(req && { request: req }) };
}

function refusal(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}

function unknownTool(name: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name.slice(0, 100)}`);
}

/** The answer to a question that was not put, or not about this call, or too long ago. */
function foreignState(): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, 'Unknown or expired requestState');
}
