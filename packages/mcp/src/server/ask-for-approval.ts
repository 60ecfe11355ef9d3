import {
  inputRequired,
  inputResponse,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { type ApprovalDecision, type PendingCall, type RunState } from '@pegboard/core';
import type { CallRequest } from './call-request.ts';

/** Whether a client of the older protocol cannot put a form before its user. In the newer one the SDK answers with the error for it. */
export function cannotAsk({ ctx, capabilities }: CallRequest): boolean {
  if (ctx.mcpReq.envelope) return false;
  const { elicitation } = capabilities() ?? {};
  return elicitation === undefined || (elicitation.form === undefined && elicitation.url !== undefined);
}

/** Asks the client's user about each call. The newer protocol takes this as the answer; for the older one the SDK asks. */
export function askForApproval(pending: readonly PendingCall[], key: string): InputRequiredResult {
  const questions = pending.map(({ callId, name, input, reason }) => {
    const text = JSON.stringify(input);
    const shown = text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
    const message = `Allow ${name} with ${shown}?${reason === undefined ? '' : ` ${reason}`}`;
    const approve = { type: 'boolean', title: 'Allow it', default: false } as const;
    const requestedSchema = { type: 'object', properties: { approve }, required: ['approve'] } as const;
    return [
      callId,
      inputRequired.elicit({ message, requestedSchema: { ...requestedSchema, required: ['approve'] } }),
    ] as const;
  });
  return inputRequired({ inputRequests: Object.fromEntries(questions), requestState: key });
}

/** What the user decided; a question that was not answered with yes is a no. */
export function approvalsFrom(state: RunState, ctx: ServerContext): Record<string, ApprovalDecision> {
  const asked = state.calls.filter(({ phase, waitsFor }) => phase === 'waiting' && waitsFor === 'approval');
  return Object.fromEntries(asked.map(({ callId }) => [callId, decisionOf(callId, ctx)]));
}

function decisionOf(callId: string, { mcpReq }: ServerContext): ApprovalDecision {
  const answer = inputResponse(mcpReq.inputResponses, callId);
  if (answer.kind === 'elicit' && answer.action === 'accept' && answer.content?.['approve'] === true)
    return true;
  return { deny: 'The user did not allow it.' };
}
