import type {
  AssistantMessage,
  Message,
  TextPart,
  ToolMessage,
  ToolResultPart,
} from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { clientCalls } from '../messages/repair-history.ts';
import { interrupted } from '../tools/execute-call.ts';
import { type ActiveRun, callForeign, turnCalls } from './active-run.ts';
import { emitResult } from './settle-calls.ts';

/** Ends a turn whose calls are all settled: their results enter history in emission order, and memory gets the turn. */
export async function closeTurn(run: ActiveRun): Promise<void> {
  const note = await withdrawRefused(run);
  await run.record({ type: 'results', message: resultsMessage(run, note) });
  await storeTurns(run);
  run.emit?.({ type: 'turn-end', usage: run.state.usage });
}

/** What is added to the result of a call. */
type Note = (call: CallRecord) => readonly TextPart[];

/** Takes away tools that were refused too often; few turns have a refused call at all. */
async function withdrawRefused(run: ActiveRun): Promise<Note | undefined> {
  if (!turnCalls(run).some((call) => call.refused === true || call.status === 'retry')) return undefined;
  const { withdrawalNote, withdrawTools } = await import('./on-demand.ts');
  await withdrawTools(run);
  return (call) => withdrawalNote(run, call);
}

function resultsMessage(run: ActiveRun, note?: Note): ToolMessage {
  return { id: createId('msg'), role: 'tool', content: turnCalls(run).map((call) => resultPart(call, note)) };
}

function resultPart(call: CallRecord, note?: Note): ToolResultPart {
  const { callId, name, status = 'failed', trust } = call;
  const content = [...(call.content ?? []), ...(note?.(call) ?? [])];
  return { type: 'tool-result', callId, name, status, content, executor: 'client', ...(trust && { trust }) };
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

/** After an abort: every call that has no result gets `interrupted`, and what had arrived of an answer is kept as text. */
export async function closeInterrupted(run: ActiveRun): Promise<void> {
  const { state, partialText } = run;
  const last = state.messages.at(-1);
  if (last?.role === 'assistant' && state.calls.some((call) => call.turn === state.turn)) {
    const { status, error, content } = interrupted();
    for (const { callId, phase } of turnCalls(run)) {
      if (phase === 'settled') continue;
      await run.record({
        type: 'call',
        callId,
        set: { phase: 'settled', status, error: error ?? '', content },
      });
      const call = state.calls.find((known) => known.callId === callId);
      if (call) emitResult(run, call);
    }
    await run.record({ type: 'results', message: resultsMessage(run) });
  } else if (partialText !== '') {
    await run.record({ type: 'answer', message: partialAnswer(run), calls: [], usage: {}, requests: 0 });
  }
}

function partialAnswer({ config, partialText }: ActiveRun): AssistantMessage {
  return {
    id: createId('msg'),
    role: 'assistant',
    content: [{ type: 'text', text: partialText }],
    origin: { provider: config.provider.name, model: config.model },
    finish: { unified: 'other', raw: 'aborted' },
  };
}
