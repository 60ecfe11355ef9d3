import type { ApprovalDecision, CallRecord, RunState } from '@pegboard/core';
import { usageError } from '../shell/command-error.ts';

/** What `--approve` and `--deny` say about the calls that a state waits with. */
export function decisionsFor(
  state: RunState | undefined,
  approve: string | undefined,
  deny: string | undefined,
): { readonly approvals?: Readonly<Record<string, ApprovalDecision>> } {
  if (approve === undefined && deny === undefined) return {};
  if (!state)
    throw usageError(
      '--approve and --deny are for a run that is gone on with',
      undefined,
      'Add --resume <run>',
    );
  const waiting = idsOf(state.calls);
  const approvals: Record<string, ApprovalDecision> = {};
  for (const id of chosen(approve, waiting)) approvals[id] = true;
  for (const id of chosen(deny, waiting)) {
    if (approvals[id] === true) throw usageError(`The call ${id} is approved and denied`);
    approvals[id] = false;
  }
  return { approvals };
}

function chosen(list: string | undefined, waiting: readonly string[]): readonly string[] {
  if (list === undefined) return [];
  if (list === 'all') return waiting;
  const ids = list.split(',').map((id) => id.trim());
  const unknown = ids.find((id) => !waiting.includes(id));
  if (unknown === undefined) return ids;
  throw usageError(
    `No call ${unknown} waits for approval`,
    waiting.length > 0 ? `These do: ${waiting.join(', ')}` : 'None does',
  );
}

/** Calls of the model, and those inside tools that wait with it. */
function idsOf(calls: readonly CallRecord[]): readonly string[] {
  return calls.flatMap(({ callId, waitsFor, leaves = [] }) => [
    ...(waitsFor === 'approval' ? [callId] : []),
    ...leaves.filter(({ kind }) => kind === 'approval').map((leaf) => leaf.callId),
  ]);
}
