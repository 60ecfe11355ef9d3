import type { CallRecord } from '../contracts/run-state.ts';
import { type ActiveRun, turnCalls, withInnerCalls } from './active-run.ts';
import { resultsMessage } from './results-message.ts';
import { onDemand } from './load-on-demand.ts';

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

/** A tool of this turn was called so often that it is worth a closer look. */
export function mayRepeat(run: ActiveRun): boolean {
  const name = turnCalls(run)[0]?.name;
  return run.state.calls.filter((call) => call.name === name).length >= run.config.repeatLimit;
}

/** Runs without a memory have nothing to store. */
export async function storeTurns(run: ActiveRun): Promise<void> {
  if (run.config.memory) await (await onDemand()).storeTurns(run);
}
