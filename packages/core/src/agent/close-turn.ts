import type { AssistantMessage, ToolMessage, ToolResultPart } from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { interrupted } from '../tools/execute-call.ts';
import { type ActiveRun, callForeign } from './active-run.ts';
import { emitResult, turnCalls } from './settle-calls.ts';

/** Ends a turn whose calls are all settled: their results enter history in emission order, and memory gets the turn. */
export async function closeTurn(run: ActiveRun): Promise<void> {
  const calls = turnCalls(run);
  await run.record({ type: 'results', message: resultsMessage(calls) });
  await withdrawTools(run, calls);
  await storeTurn(run);
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
  for (const name of new Set(
    calls.filter(isUnsettling).map((call) => (call.unknownTool ? '*' : call.name)),
  )) {
    const allowed = run.tools.get(name)?.maxRetries ?? run.config.maxToolRetries;
    if (run.state.withdrawn.includes(name) || turnsInARow(run, name) <= allowed) continue;
    await run.record({ type: 'withdraw', name });
    const what =
      name === '*' ? 'No tool may be called any more' : `Tool "${name}" is withdrawn for the rest of the run`;
    run.emit?.({
      type: 'warning',
      code: 'tool-withdrawn',
      message: `${what}: its calls were refused too often.`,
      details: { tool: name },
    });
  }
}

function isUnsettling(call: CallRecord): boolean {
  return call.refused === true || call.status === 'retry';
}

/** How many of the newest turns that called the tool did so without a single accepted call. */
function turnsInARow({ state }: ActiveRun, name: string): number {
  const turns = new Set<number>();
  for (const call of state.calls.toReversed()) {
    if (name === '*' ? !call.unknownTool && !isUnsettling(call) : call.name === name && !isUnsettling(call))
      break;
    if (name === '*' ? call.unknownTool : call.name === name) turns.add(call.turn);
  }
  return turns.size;
}

/** Gives memory what it does not have yet. System messages and open turns are not stored. */
export async function storeTurn(run: ActiveRun): Promise<void> {
  const { state, config } = run;
  const { memory } = config;
  const { thread, stored, messages, runId } = state;
  if (!memory || thread === undefined || stored === messages.length) return;
  const fresh = messages.slice(stored).filter((message) => message.role !== 'system');
  const last = messages.slice(0, stored).findLast((message) => message.role !== 'system');
  const ctx = { signal: run.signal, runId, expectedLast: last?.id ?? null };
  await callForeign(run, 'memory', 'Storing the turn in memory', () => memory.append(thread, fresh, ctx));
  await run.record({ type: 'stored', stored: messages.length });
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
