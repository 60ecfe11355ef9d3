import {
  type ClientCapabilities,
  type InputRequests,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type {
  ApprovalDecision,
  JsonObject,
  JsonValue,
  PendingCall,
  ResumeOptions,
  RunResult,
} from '@pegboard/core';
import { requestsIn } from './ask-client.ts';

/** What a run waits for that its client can tell. */
export interface OpenQuestions {
  readonly requests: InputRequests;
  /** By the name under which the client was asked. */
  readonly asked: ReadonlyMap<string, AskedFor>;
  /** Of calls that a person must approve. */
  readonly approvals: readonly string[];
}

interface AskedFor {
  readonly callId: string;
  /** Absent: the call's approval was asked. */
  readonly key?: string;
}

/** Undefined when it waits for nothing of the kind. */
export function openQuestions({ pending, state }: RunResult<unknown>): OpenQuestions | undefined {
  const approvals = pending.filter(({ kind }) => kind === 'approval');
  const tools = pending.flatMap(({ kind, callId }) => {
    const record = state.calls.find((call) => call.callId === callId);
    const requests = kind === 'resume' ? requestsIn(record?.resumeState) : undefined;
    return requests ? [{ callId, requests }] : [];
  });
  if (approvals.length + tools.length === 0) return undefined;
  const entries = [
    ...approvals.map((call) => [call.callId, { callId: call.callId }, approvalRequest(call)] as const),
    ...tools.flatMap(({ callId, requests }) =>
      Object.entries(requests).map(([key, request]) => {
        // Two calls may use the same name.
        const name = approvals.length + tools.length === 1 ? key : `${callId}.${key}`;
        return [name, { callId, key }, request] as const;
      }),
    ),
  ];
  return {
    requests: Object.fromEntries(entries.map(([name, , request]) => [name, request])),
    asked: new Map(entries.map(([name, to]) => [name, to])),
    approvals: approvals.map(({ name }) => name),
  };
}

function approvalRequest({ name, input, reason }: PendingCall): InputRequests[string] {
  const text = JSON.stringify(input);
  const shown = text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
  const message = `Allow ${name} with ${shown}?${reason === undefined ? '' : ` ${reason}`}`;
  const approve = { type: 'boolean', title: 'Allow it', default: false } as const;
  return inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { approve }, required: ['approve'] },
  });
}

/** What the client answered. An approval that was not answered with yes is a no; a tool may ask again. */
export function answersTo(
  asked: OpenQuestions['asked'],
  responses: ServerContext['mcpReq']['inputResponses'],
): Pick<ResumeOptions, 'approvals' | 'resumed'> {
  const approvals: Record<string, ApprovalDecision> = {};
  const resumed: Record<string, Record<string, JsonValue>> = {};
  for (const [name, { callId, key }] of asked) {
    if (key === undefined) {
      approvals[callId] = decisionOf(name, responses);
      continue;
    }
    const given = (resumed[callId] ??= {});
    // It came as JSON.
    const answer = responses?.[name] as JsonObject | undefined;
    if (answer !== undefined) given[key] = answer;
  }
  return { approvals, resumed };
}

function decisionOf(name: string, responses: ServerContext['mcpReq']['inputResponses']): ApprovalDecision {
  const answer = inputResponse(responses, name);
  if (answer.kind === 'elicit' && answer.action === 'accept' && answer.content?.['approve'] === true)
    return true;
  return { deny: 'The user did not allow it.' };
}

/** What a client of the older protocol cannot do for these requests. In the newer one the SDK answers with the error for it. */
export function missingFor(
  requests: InputRequests,
  { mcpReq }: ServerContext,
  capabilities: ClientCapabilities | undefined,
): string | undefined {
  return mcpReq.envelope ? undefined : missingIn(requests, capabilities);
}

/** What a client cannot do for these requests. */
export function missingIn(
  requests: InputRequests,
  capabilities: ClientCapabilities | undefined,
): string | undefined {
  return Object.values(requests)
    .map((request) => missing(request, capabilities ?? {}))
    .find((what) => what !== undefined);
}

function missing(
  { method, params }: InputRequests[string],
  { elicitation, sampling, roots }: ClientCapabilities,
): string | undefined {
  if (method === 'sampling/createMessage') return sampling ? undefined : 'ask a model';
  if (method === 'roots/list') return roots ? undefined : 'tell its folders';
  const byUrl = params?.mode === 'url';
  const can = byUrl ? elicitation?.url : elicitation && (elicitation.form ?? !elicitation.url);
  return can ? undefined : 'ask its user';
}
