import { inputRequired, type InputRequiredResult, type ServerContext } from '@modelcontextprotocol/server';
import type { JsonValue } from '@pegboard/core';
import { requestsIn, suspendedState } from './ask-client.ts';
import { callerOf } from './caller-of.ts';
import { missingFor } from './open-questions.ts';
import { foreignState, subjectOf } from './request-state.ts';
import type { RequestScope } from './request-scope.ts';
import type { ServedContext } from './served-content.ts';
import { refused } from './refused.ts';

/** Lets a prompt or a resource ask the client before it answers. */
export async function answerWithQuestions<T>(
  { waiting, capabilities }: RequestScope,
  ctx: ServerContext,
  about: readonly unknown[],
  answer: (ctx: ServedContext) => Promise<T>,
): Promise<T | InputRequiredResult> {
  const call = subjectOf(ctx, about);
  const key = ctx.mcpReq.requestState<string>();
  const kept = waiting.take(key);
  if (key !== undefined && kept?.call !== call) throw foreignState();
  // They came as JSON.
  const value = (ctx.mcpReq.inputResponses ?? {}) as JsonValue;
  const resumed = kept && { resumed: { state: kept.state, value } };
  const { signal } = ctx.mcpReq;
  try {
    return await answer({ signal, caller: callerOf(ctx, capabilities()), ...resumed });
  } catch (error) {
    const state = suspendedState(error);
    const requests = requestsIn(state);
    if (state === undefined || !requests) throw error;
    const lacking = missingFor(requests, ctx, capabilities());
    if (lacking !== undefined) throw refused(`There is a question, and the client cannot ${lacking}`);
    return inputRequired({ inputRequests: requests, requestState: waiting.keep({ call, state }) });
  }
}
