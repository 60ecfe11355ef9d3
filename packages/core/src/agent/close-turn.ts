import type { Message } from '../contracts/message.ts';
import { clientCalls } from '../messages/repair-history.ts';
import { type ActiveRun, callForeign, turnCalls } from './active-run.ts';
import { type Note, resultsMessage } from './results-message.ts';

/** Ends a turn whose calls are all settled: their results enter history in emission order, and memory gets the turn. */
export async function closeTurn(run: ActiveRun): Promise<void> {
  const note = await withdrawRefused(run);
  await run.record({ type: 'results', message: resultsMessage(run, note) });
  await storeTurns(run);
  run.emit?.({ type: 'turn-end', usage: run.state.usage });
}

/** Takes away tools that were refused too often; few turns have a refused call at all. */
async function withdrawRefused(run: ActiveRun): Promise<Note | undefined> {
  if (!turnCalls(run).some((call) => call.refused === true || call.status === 'retry')) return undefined;
  const { withdrawalNote, withdrawTools } = await import('./on-demand.ts');
  await withdrawTools(run);
  return (call) => withdrawalNote(run, call);
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
