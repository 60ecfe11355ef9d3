import {
  type CallToolResult,
  inputRequired,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { answerWithTask, mustBeTask } from './answer-with-task.ts';
import type { CallRequest } from './call-request.ts';
import { answersTo, missingFor } from './open-questions.ts';
import { foreignState, subjectOf } from './request-state.ts';
import { type Answered, cannotAnswer, runCall } from './run-call.ts';
import { sendProgress } from './send-progress.ts';
import type { TaskCreated } from './task-server.ts';
import { knowsTasks, missingTasks } from './tasks-extension.ts';

type Answer = CallToolResult | InputRequiredResult | TaskCreated;

/** Runs a call of a client as an agent would run it. Rejects with `ProtocolError` where there is no such tool. */
export async function answerCall(request: CallRequest): Promise<Answer> {
  const { tools, params, ctx, waiting, desk } = request;
  const { name, arguments: args = {} } = params;
  const listed = await tools.list(ctx.mcpReq.signal);
  if (!listed.some((tool) => tool.name === name)) throw unknownTool(name);
  const mayBeTask = desk && knowsTasks(ctx);
  if (desk && !mayBeTask && mustBeTask(desk, name)) throw missingTasks(`${name} is answered with a task`);
  const call = subjectOf(ctx, [name, args]);
  const answered = answeredIn(request, call);
  const outcome = await (mayBeTask
    ? answerWithTask(request, desk, answered)
    : runCall(request, { signal: ctx.mcpReq.signal, onEvent: sendProgress(ctx) }, answered));
  if ('resultType' in outcome) return outcome;
  if (!outcome.questions) return outcome.result;
  const { questions, state } = outcome;
  const lacking = missingFor(questions.requests, ctx, request.capabilities());
  if (lacking !== undefined) return cannotAnswer(name, questions, lacking);
  return inputRequired({
    inputRequests: questions.requests,
    requestState: waiting.keep({ state, asked: questions.asked, call }),
  });
}

/** The run that the request goes on with; undefined when it begins one. */
function answeredIn({ ctx, waiting }: CallRequest, call: string): Answered | undefined {
  const key = ctx.mcpReq.requestState<string>();
  const kept = waiting.take(key);
  if (key !== undefined && kept?.call !== call) throw foreignState();
  return kept && { state: kept.state, ...answersTo(kept.asked, ctx.mcpReq.inputResponses) };
}

function unknownTool(name: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name.slice(0, 100)}`);
}
