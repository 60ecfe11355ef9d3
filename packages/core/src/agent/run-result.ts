import type { Pending, RunResult } from '../contracts/run-result.ts';
import type { CallRecord, PendingCall, RunState } from '../contracts/run-state.ts';
import { textOf } from '../messages/builders.ts';
import { callLog } from './call-log.ts';
import { pathOf } from './call-path.ts';
import type { ActiveRun } from './active-run.ts';

/** What a run that is over came to. */
export function resultOf({ state, partialText }: ActiveRun): RunResult {
  const { runId, messages, history, usage, usd, unpriced, stopReason = 'error', stopDetail } = state;
  const final = state.calls.findLast((call) => call.final && call.status === 'success');
  return {
    runId,
    status: state.status === 'running' ? 'failed' : state.status,
    stopReason,
    ...(stopDetail !== undefined && { stopDetail }),
    text: partialText || answerText(state),
    ...(stopReason === 'tool-final' && final?.result !== undefined && { output: final.result }),
    messages,
    newMessages: messages.slice(history),
    turns: state.answered,
    calls: callLog(state.calls),
    usage,
    ...(usd !== undefined && !unpriced && { cost: usd }),
    pending: pendingCalls(state),
    state,
  };
}

/** The text of the last answer, with what came before pauses of the provider; none when the run failed or was cancelled before it came. */
function answerText({ messages, history, status, stopReason, turn, answered }: RunState): string {
  if (stopReason === 'guard') return '';
  if (turn > answered && (status === 'failed' || status === 'cancelled')) return '';
  let at = messages.findLastIndex((message) => message.role === 'assistant');
  let text = '';
  for (let message = messages[at]; at >= history && message?.role === 'assistant'; message = messages[--at]) {
    if (text !== '' && message.finish?.unified !== 'pause') break;
    text = textOf(message) + text;
  }
  return text;
}

/** What a paused run waits for, the leaves only: not a call that waits for one that it has made itself. */
function pendingCalls({ calls }: RunState): Pending {
  const all = calls.flatMap((call): readonly PendingCall[] => {
    const { phase, waitsFor, name, leaves } = call;
    if (phase !== 'waiting' || !waitsFor || waitsFor === 'inner') return [];
    const path = pathOf(calls, call);
    if (leaves) return leaves.map((leaf) => ({ ...leaf, path: [...path, name, ...leaf.path] }));
    return [pendingOf(calls, call, waitsFor)];
  });
  const of = (kind: PendingCall['kind']): PropertyDescriptor => ({
    value: all.filter((call) => call.kind === kind),
  });
  // They are not enumerable: to whoever copies or compares it, it is a list.
  const kinds = { approvals: of('approval'), external: of('external'), resumed: of('resume') };
  return Object.defineProperties(all, kinds) as unknown as Pending;
}

/** A call that waits, as whoever decides about it is told of it. */
export function pendingOf(
  calls: readonly CallRecord[],
  call: CallRecord,
  kind: PendingCall['kind'],
): PendingCall {
  const { callId, name, input = {}, reason, digest, metadata } = call;
  return {
    kind,
    callId,
    name,
    input,
    path: pathOf(calls, call),
    ...(reason !== undefined && { reason }),
    ...(digest !== undefined && { digest }),
    ...(metadata && { metadata }),
  };
}
