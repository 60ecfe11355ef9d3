import type { CallRecord } from '../contracts/run-state.ts';
import { type ActiveRun, turnCalls, withInnerCalls } from './active-run.ts';
import { resultsMessage } from './results-message.ts';
import { onDemand } from './load-on-demand.ts';
import { isSameCall } from './same-call.ts';

/** Ends a turn whose calls are all settled: their results enter history in emission order, and memory gets the turn. */
export async function closeTurn(run: ActiveRun): Promise<void> {
  // Of few turns something is to be said.
  const notable = mayRepeat(run) || withInnerCalls(run).some(isNotable);
  const note = notable ? await (await onDemand()).turnNotes(run) : undefined;
  const recorded = run.record({ type: 'results', message: resultsMessage(run, note) });
  if (recorded) await recorded;
  if (run.config.memory) await storeTurns(run);
  run.emit?.({ type: 'turn-end', usage: run.state.usage });
}

function isNotable({ refused, status, trust }: CallRecord): boolean {
  return refused === true || status === 'retry' || trust === 'untrusted';
}

/** The first call of this turn was made in one of the two turns before, too, which is worth a closer look. */
export function mayRepeat(run: ActiveRun): boolean {
  const { calls, turn } = run.state;
  const [first] = turnCalls(run);
  if (!first || run.config.repeatLimit === Infinity) return false;
  for (let at = calls.length - 1; at >= 0; at--) {
    const call = calls[at];
    if (!call || call.turn < turn - 2) return false;
    if (call.turn < turn && isSameCall(call, first)) return true;
  }
  return false;
}

/** Runs without a memory have nothing to store. */
export async function storeTurns(run: ActiveRun): Promise<void> {
  if (run.config.memory) await (await onDemand()).storeTurns(run);
}
