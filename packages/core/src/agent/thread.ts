import type { Message } from '../contracts/message.ts';
import { clientCalls, repairHistory } from '../messages/repair-history.ts';
import { type ActiveRun, callForeign } from './active-run.ts';

/** Reads the thread that a run goes on with. */
export async function loadHistory(run: ActiveRun): Promise<void> {
  const { memory } = run.config;
  const { thread = '' } = run.state;
  const [messages, newest] = await callForeign(run, 'memory', 'Reading the thread from memory', async () => {
    const stored = (await memory?.load(thread, { signal: run.signal })) ?? [];
    return [repairHistory(stored), stored.at(-1)?.id] as const;
  });
  const repaired = newest !== undefined && newest !== messages.at(-1)?.id;
  await run.record({ type: 'history', messages, ...(repaired && { last: newest }) });
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
