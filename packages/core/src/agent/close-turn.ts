import type { Message } from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { clientCalls } from '../messages/repair-history.ts';
import { type ActiveRun, callForeign, turnCalls } from './active-run.ts';
import { resultsMessage } from './results-message.ts';
import type { Note } from './note.ts';

/** Ends a turn whose calls are all settled: their results enter history in emission order, and memory gets the turn. */
export async function closeTurn(run: ActiveRun): Promise<void> {
  const note = await lazyNotes(run);
  await run.record({ type: 'results', message: resultsMessage(run, note) });
  await storeTurns(run);
  run.emit?.({ type: 'turn-end', usage: run.state.usage });
}

/** Few turns have a call that something is to be said of. */
async function lazyNotes(run: ActiveRun): Promise<Note | undefined> {
  const { calls, turn } = run.state;
  if (!mayRepeat(run) && !calls.some((call) => call.turn === turn && isNotable(call))) return undefined;
  const { turnNotes } = await import('./on-demand.ts');
  return turnNotes(run);
}

function isNotable({ refused, status, trust }: CallRecord): boolean {
  return refused === true || status === 'retry' || trust === 'untrusted';
}

/** A tool of this turn was called so often that it is worth a closer look. */
export function mayRepeat(run: ActiveRun): boolean {
  const name = turnCalls(run)[0]?.name;
  return run.state.calls.filter((call) => call.name === name).length >= run.config.repeatLimit;
}

/** Gives memory what it does not have yet. System messages and open turns are not stored. */
export async function storeTurns(run: ActiveRun): Promise<void> {
  const { state, config } = run;
  const { memory } = config;
  const { thread, stored, messages, runId } = state;
  const closed = messages.findLastIndex(closesTurn) + 1;
  if (!memory || thread === undefined || stored >= closed) return;
  const fresh = messages.slice(stored, closed).filter((message) => message.role !== 'system');
  const last = messages.slice(0, stored).findLast((message) => message.role !== 'system');
  const ctx = { signal: run.signal, runId, expectedLast: state.lastStored ?? last?.id ?? null };
  await callForeign(run, 'memory', 'Storing the turn in memory', () => memory.append(thread, fresh, ctx));
  await run.record({ type: 'stored', stored: closed });
}

function closesTurn(message: Message): boolean {
  if (message.role !== 'assistant') return message.role === 'tool';
  const { unified, raw } = message.finish ?? {};
  return unified !== 'pause' && raw !== 'aborted' && clientCalls(message).length === 0;
}
