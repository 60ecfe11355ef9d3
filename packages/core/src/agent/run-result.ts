import type { PendingCall, RunResult } from '../contracts/run-result.ts';
import type { RunState } from '../contracts/run-state.ts';
import { textOf } from '../messages/builders.ts';
import { cost } from '../models/usage.ts';
import { callLog } from './call-log.ts';
import type { ActiveRun } from './active-run.ts';

/** What a run that is over came to. */
export function resultOf({ state, config, partialText }: ActiveRun): RunResult {
  const { runId, messages, history, usage, stopReason = 'error', stopDetail } = state;
  const last = messages.at(-1);
  const dollars = cost(usage, config.provider.modelInfo?.(config.model));
  const final = state.calls.findLast((call) => call.final && call.status === 'success');
  return {
    runId,
    status: state.status === 'running' ? 'failed' : state.status,
    stopReason,
    ...(stopDetail !== undefined && { stopDetail }),
    text: last?.role === 'assistant' ? textOf(last) : partialText,
    ...(stopReason === 'tool-final' && final?.result !== undefined && { output: final.result }),
    messages,
    newMessages: messages.slice(history),
    turns: state.turn,
    calls: callLog(state.calls),
    usage,
    ...(dollars !== undefined && { cost: dollars }),
    pending: pendingCalls(state),
    state,
  };
}

/** What a paused run waits for. */
export function pendingCalls({ calls }: RunState): readonly PendingCall[] {
  return calls.flatMap(({ phase, waitsFor, callId, name, input = {}, reason }): PendingCall[] =>
    phase === 'waiting' && waitsFor
      ? [{ kind: waitsFor, callId, name, input, ...(reason !== undefined && { reason }) }]
      : [],
  );
}
