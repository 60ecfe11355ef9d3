import type { PendingCall, RunResult } from '../contracts/run-result.ts';
import type { RunState } from '../contracts/run-state.ts';
import { textOf } from '../messages/builders.ts';
import { costAt } from '../models/usage.ts';
import { callLog } from './call-log.ts';
import type { ActiveRun } from './active-run.ts';

/** What a run that is over came to. */
export function resultOf({ state, config, partialText }: ActiveRun): RunResult {
  const { runId, messages, history, usage, stopReason = 'error', stopDetail } = state;
  const dollars = costAt(usage, config);
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
    ...(dollars !== undefined && { cost: dollars }),
    pending: pendingCalls(state),
    state,
  };
}

/** The text of the last answer, with what came before pauses of the provider; none when the run failed or was cancelled before it came. */
function answerText({ messages, history, status, turn, answered }: RunState): string {
  if (turn > answered && (status === 'failed' || status === 'cancelled')) return '';
  let at = messages.findLastIndex((message) => message.role === 'assistant');
  let text = '';
  for (let message = messages[at]; at >= history && message?.role === 'assistant'; message = messages[--at]) {
    if (text !== '' && message.finish?.unified !== 'pause') break;
    text = textOf(message) + text;
  }
  return text;
}

/** What a paused run waits for. */
function pendingCalls({ calls }: RunState): readonly PendingCall[] {
  return calls.flatMap(({ phase, waitsFor, callId, name, input = {}, reason }): PendingCall[] =>
    phase === 'waiting' && waitsFor
      ? [{ kind: waitsFor, callId, name, input, ...(reason !== undefined && { reason }) }]
      : [],
  );
}
