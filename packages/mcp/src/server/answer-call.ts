import {
  type CallToolResult,
  inputRequired,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { Agent, type JsonObject, type RunResult } from '@pegboard/core';
import { callerOf } from './caller-of.ts';
import type { CallRequest } from './call-request.ts';
import { oneCall } from './one-call.ts';
import { answersTo, missingFor, openQuestions } from './open-questions.ts';
import { sendProgress } from './send-progress.ts';
import { foreignState, subjectOf } from './request-state.ts';
import { renderResult } from './render-result.ts';

/** Runs a call of a client as an agent would run it. Rejects with `ProtocolError` where there is no such tool. */
export async function answerCall(request: CallRequest): Promise<CallToolResult | InputRequiredResult> {
  const { tools, params, ctx, waiting } = request;
  const { name, arguments: args = {} } = params;
  const { approval = 'elicit' } = tools.options;
  const listed = await tools.list(ctx.mcpReq.signal);
  if (!listed.some((tool) => tool.name === name)) throw unknownTool(name);
  const call = subjectOf(ctx, [name, args]);
  const key = ctx.mcpReq.requestState<string>();
  const kept = waiting.take(key);
  if (key !== undefined && kept?.call !== call) throw foreignState();
  // JSON that came over the wire.
  const result = await run(request, oneCall(name, args as JsonObject), (agent, options) =>
    kept ? agent.resume(kept.state, { ...options, ...answersTo(kept.asked, ctx) }) : agent.run('', options),
  );
  const questions = openQuestions(result);
  if (!questions) return renderResult(result, name);
  const { requests, asked, approvals } = questions;
  if (approvals.length > 0 && approval === 'deny')
    return refusal(`${name} needs the approval of a person, and this server asks nobody.`);
  const lacking = missingFor(requests, ctx, request.capabilities());
  if (lacking !== undefined)
    return refusal(
      approvals.length > 0
        ? `${name} needs the approval of a person, and the client cannot ask one.`
        : `${name} has a question, and the client cannot ${lacking}.`,
    );
  return inputRequired({
    inputRequests: requests,
    requestState: waiting.keep({ state: result.state, asked, call }),
  });
}

type Options = NonNullable<Parameters<Agent['run']>[1]>;

async function run(
  { tools, ctx, capabilities }: CallRequest,
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
  return start(agent, {
    signal: ctx.mcpReq.signal,
    onEvent: progress,
    ...(context && { context: await context(callerOf(ctx, capabilities())) }),
  });
}

function refusal(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}

function unknownTool(name: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name.slice(0, 100)}`);
}
