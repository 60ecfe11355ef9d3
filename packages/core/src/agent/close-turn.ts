import type { AssistantMessage, Message, ToolMessage, ToolResultPart } from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { clientCalls } from '../messages/repair-history.ts';
import { interrupted } from '../tools/execute-call.ts';
import { type ActiveRun, callForeign } from './active-run.ts';
import { emitResult, turnCalls } from './settle-calls.ts';

/** Ends a turn whose calls are all settled: their results enter history in emission order, and memory gets the turn. */
export async function closeTurn(run: ActiveRun): Promise<void> {
  await withdrawTools(run, turnCalls(run));
  await run.record({ type: 'results', message: resultsMessage(turnCalls(run)) });
  await storeTurns(run);
  run.emit?.({ type: 'turn-end', usage: run.state.usage });
}

function resultsMessage(calls: readonly CallRecord[]): ToolMessage {
  return { id: createId('msg'), role: 'tool', content: calls.map(resultPart) };
}

function resultPart({ callId, name, status = 'failed', content = [], trust }: CallRecord): ToolResultPart {
  return { type: 'tool-result', callId, name, status, content, executor: 'client', ...(trust && { trust }) };
}

/** Takes away a tool that was refused once more than its `maxRetries` allows, in turns in a row; `*`, when it was names of no tool. */
async function withdrawTools(run: ActiveRun, calls: readonly CallRecord[]): Promise<void> {
  const { state, config } = run;
  for (const name of new Set(calls.filter(isUnsettling).map(budgetOf))) {
    const allowed = run.tools.get(name)?.maxRetries ?? config.maxToolRetries;
    if (state.withdrawn.includes(name) || turnsInARow(run, name) <= allowed) continue;
    await run.record({ type: 'withdraw', name });
    const what =
      name === '*' ? 'No tool can be called any more' : `${name} is withdrawn and cannot be called any more`;
    await tellModel(run, name, `${what}; go on without it.`);
    const message = `${what}: its calls were refused too often.`;
    run.emit?.({ type: 'warning', code: 'tool-withdrawn', message, details: { tool: name } });
  }
}

/** The refused results of the turn say that there will be no other try. */
async function tellModel(run: ActiveRun, name: string, text: string): Promise<void> {
  for (const call of turnCalls(run)) {
    if (!isUnsettling(call) || budgetOf(call) !== name) continue;
    const content = [...(call.content ?? []), { type: 'text', text } as const];
    await run.record({ type: 'call', callId: call.callId, set: { content } });
  }
}

function isUnsettling(call: CallRecord): boolean {
  return call.refused === true || call.status === 'retry';
}

/** Names of no tool share one budget. */
function budgetOf(call: CallRecord): string {
  return call.unknownTool ? '*' : call.name;
}

/** How many of the newest turns that spent from a budget did nothing else with it; for `*`, that had no accepted call at all. */
function turnsInARow({ state }: ActiveRun, name: string): number {
  const failed = new Set<number>();
  const accepted = new Set<number>();
  for (const call of state.calls) {
    if (!isUnsettling(call) && (name === '*' || call.name === name)) accepted.add(call.turn);
    else if (budgetOf(call) === name) failed.add(call.turn);
  }
  const lastAccepted = Math.max(0, ...accepted);
  return [...failed].filter((turn) => turn > lastAccepted).length;
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
    await run.record({ type: 'results', message: resultsMessage(turnCalls(run)) });
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
