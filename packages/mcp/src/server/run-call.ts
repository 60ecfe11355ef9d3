import type { CallToolResult } from '@modelcontextprotocol/server';
import {
  Agent,
  type AgentEvent,
  type JsonObject,
  type ResumeOptions,
  type RunResult,
  type RunState,
} from '@pegboard/core';
import { callerOf } from './caller-of.ts';
import type { CallRequest } from './call-request.ts';
import { oneCall } from './one-call.ts';
import { type OpenQuestions, openQuestions } from './open-questions.ts';
import { refusal, renderResult } from './render-result.ts';

/** What a call has come to: a result, or questions to its client. */
export type CallOutcome =
  | { readonly result: CallToolResult; readonly questions?: undefined }
  | { readonly questions: OpenQuestions; readonly state: RunState };

export interface CallScope {
  readonly signal: AbortSignal;
  readonly onEvent: (event: AgentEvent) => void;
}

/** A run that has asked something, and the answers. */
export interface Answered extends Pick<ResumeOptions, 'approvals' | 'resumed'> {
  readonly state: RunState;
}

/** Runs a call as an agent would run it, from its beginning or from its questions on. */
export async function runCall(
  request: CallRequest,
  scope: CallScope,
  answered?: Answered,
): Promise<CallOutcome> {
  const { name } = request.params;
  const result = await run(request, scope, answered);
  const questions = openQuestions(result);
  if (!questions) return { result: renderResult(result, name) };
  if (questions.approvals.length > 0 && request.tools.options.approval === 'deny')
    return { result: refusal(`${name} needs the approval of a person, and this server asks nobody.`) };
  return { questions, state: result.state };
}

async function run(
  { tools, params, ctx, capabilities }: CallRequest,
  scope: CallScope,
  answered: Answered | undefined,
): Promise<RunResult<unknown>> {
  const { hooks = [], context, name } = tools.options;
  const agent = new Agent({
    name,
    // JSON that came over the wire.
    provider: oneCall(params.name, (params.arguments ?? {}) as JsonObject),
    model: 'client',
    tools: tools.sources(),
    hooks,
    limits: { turns: 1 },
  });
  const options = {
    ...scope,
    ...(context && { context: await context(callerOf(ctx, capabilities())) }),
  };
  if (!answered) return agent.run('', options);
  const { state, ...answers } = answered;
  return agent.resume(state, { ...options, ...answers });
}

/** What a client is told that cannot do what the questions need. */
export function cannotAnswer(name: string, { approvals }: OpenQuestions, lacking: string): CallToolResult {
  return refusal(
    approvals.length > 0
      ? `${name} needs the approval of a person, and the client cannot ask one.`
      : `${name} has a question, and the client cannot ${lacking}.`,
  );
}
