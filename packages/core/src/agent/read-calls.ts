import type { AssistantPart } from '../contracts/message.ts';
import type { RawToolCall } from '../contracts/provider.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { failedOutcome } from '../tools/outcome.ts';
import { type ReadCallOptions, readCall, type RefusedCall } from '../tools/read-call.ts';
import { type ActiveRun, callContext } from './active-run.ts';
import { type Answer, isClientCall, providerCall } from './receive-answer.ts';

export interface ReadAnswer {
  /** The answer's parts as history keeps them. */
  readonly content: readonly AssistantPart[];
  readonly calls: readonly CallRecord[];
}

/** Reads and validates all calls of an answer, in the order in which they were emitted, before any runs. */
export async function readCalls(run: ActiveRun, answer: Answer): Promise<ReadAnswer> {
  const content: AssistantPart[] = [];
  const calls: CallRecord[] = [];
  const taken = answer.parts.some((part) => part.type === 'tool-call') ? takenIds(run) : new Set<string>();
  for (const part of answer.parts) {
    if (part.type !== 'tool-call' || !isClientCall(part)) {
      content.push(part.type === 'tool-call' ? providerCall(part) : part);
      continue;
    }
    const record = await readOne(
      run,
      { ...part, callId: freeCallId(taken, part.callId) },
      answer.finish.unified === 'length',
      calls,
    );
    calls.push(record);
    const { callId, name } = record;
    const { executor, providerData } = part;
    content.push({
      type: 'tool-call',
      callId,
      name,
      input: record.input ?? {},
      executor,
      ...(providerData && { providerData }),
    });
  }
  return { content, calls };
}

/** The provider's own id, unless it gave none, or one that the conversation has seen, or one that no other provider would take. */
function freeCallId(taken: Set<string>, callId: string): string {
  const free = /^[a-zA-Z0-9_-]{1,40}$/.test(callId) && !taken.has(callId) ? callId : createId('call');
  taken.add(free);
  return free;
}

/** All ids of the conversation: those of memory count, since some providers begin anew with each answer. */
function takenIds(run: ActiveRun): Set<string> {
  const { messages } = run.state;
  const taken = (run.takenIds ??= { ids: new Set(), messages: 0 });
  for (; taken.messages < messages.length; taken.messages++)
    for (const part of messages[taken.messages]?.content ?? [])
      if (part.type === 'tool-call') taken.ids.add(part.callId);
  return taken.ids;
}

async function readOne(
  run: ActiveRun,
  call: RawToolCall,
  cutOff: boolean,
  before: readonly CallRecord[],
): Promise<CallRecord> {
  const { callId } = call;
  const { turn } = run.state;
  const args = typeof call.args === 'string' ? call.args : JSON.stringify(call.args);
  const base = { callId, name: call.name, turn, attempts: 0 };
  if (cutOff) {
    const message = `${call.name} was not run: your answer was cut off by the token limit. Call it again with shorter arguments.`;
    return { ...base, args, ...refusal({ ok: false, message }) };
  }
  const options: ReadCallOptions = {
    tools: run.tools,
    withdrawn: run.state.withdrawn,
    hookMs: run.config.timeouts.hookMs,
    ctx: callContext(run, callId, run.state.messages),
    repairJson: run.config.repairJson,
  };
  const reading = await readCall(call, options);
  const input = reading.input ? { input: reading.input } : { args };
  const { name = call.name, version } = reading.tool ?? {};
  const read = { ...base, ...input, name, ...(version !== undefined && { toolVersion: version }) };
  if (!reading.ok) return { ...read, ...refusal(reading), ...(!reading.tool && { unknownTool: true }) };
  for (const message of reading.warnings) {
    run.emit?.({ type: 'warning', code: 'unknown-parameter', message, details: { callId, tool: name } });
  }
  const mended = reading.repairs.length > 0 ? { repairs: reading.repairs } : {};
  const limit = callLimit(run, name, reading.tool.maxCalls, before);
  if (limit) return { ...read, ...mended, phase: 'settled', ...failedOutcome('denied', limit) };
  run.validated.set(callId, reading);
  return { ...read, ...mended, phase: 'open' };
}

function refusal({
  message,
  status = 'retry',
}: RefusedCall): Pick<CallRecord, 'phase' | 'status' | 'error' | 'content' | 'refused'> {
  const { content, error = message } = failedOutcome(status, message);
  return { phase: 'settled', status, error, content, refused: true };
}

/** Why a call of that tool is one too many; undefined when it is not. */
export function callLimit(
  run: ActiveRun,
  name: string,
  maxCalls = Infinity,
  before: readonly CallRecord[] = [],
): string | undefined {
  const { toolCalls = false } = run.config.limits;
  if (maxCalls === Infinity && toolCalls === false) return undefined;
  const counted = [...run.state.calls, ...before].filter((call) => !call.refused);
  if (counted.filter((call) => call.name === name).length >= maxCalls) {
    return `${name} was not run: it may be called ${maxCalls} times in one run, and that is used up. Go on without it.`;
  }
  if (toolCalls === false || run.state.calls.length + before.length < toolCalls) return undefined;
  return `${name} was not run: the limit of ${toolCalls} tool calls in this run is used up.`;
}
