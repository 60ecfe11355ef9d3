import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import type { AnyTool } from '../contracts/tool.ts';
import { Suspension, ToolFailure } from '../errors/tool-signals.ts';
import { namedBeside } from '../tools/toolsets/alias.ts';
import { readCall, type ValidCall } from '../tools/read-call.ts';
import { type ActiveRun, callContext, emitResult, recordOf } from './active-run.ts';
import { admit, askInline, validateAgain } from './admit-calls.ts';
import { denyWaiting } from './deny-waiting.ts';

export interface InnerCall {
  /** The outer call's id and a number: the same when the tool is entered again. */
  readonly callId: string;
  readonly parent: string;
  readonly tool: AnyTool | string;
  readonly input: JsonObject;
  /** What the inner calls of one outer call share. */
  readonly scope: InnerScope;
  readonly runCall: (run: ActiveRun, callId: string, valid: ValidCall) => Promise<unknown>;
}

export interface InnerScope {
  running: number;
  /** An inner call waits; the outer one is suspended when no other inner call runs any more. */
  waiting: boolean;
  suspend: (suspension: Suspension) => void;
}

/** A call that a tool makes, through the full life of a call. Resolves with its value, rejects when it fails, and never settles when it has to wait. */
export async function callInner(run: ActiveRun, inner: InnerCall): Promise<JsonValue> {
  const { scope, callId } = inner;
  scope.running++;
  try {
    await settleInner(run, inner);
    await denyWaiting(run, inner);
  } finally {
    scope.running--;
    scope.waiting ||= recordOf(run, callId)?.phase === 'waiting';
    if (scope.waiting && scope.running === 0) scope.suspend(new Suspension({ waitsFor: 'inner' }));
  }
  run.signal.throwIfAborted();
  const { phase, status, result = null, error = 'it did not succeed' } = recordOf(run, callId) ?? {};
  if (phase === 'waiting') return new Promise<never>(() => undefined);
  if (status !== 'success') throw new ToolFailure(error);
  return result;
}

async function settleInner(run: ActiveRun, inner: InnerCall): Promise<void> {
  const { callId, tool, runCall } = inner;
  const [name = ''] = typeof tool === 'string' ? namesFor(run, inner, tool) : [tool.name];
  const known = recordOf(run, callId);
  if (known && known.name !== name) throw renumbered(known.name, name);
  if (known && (known.phase === 'settled' || known.phase === 'waiting')) return;
  const valid = known ? await readAgain(run, inner, known) : await begin(run, inner, name);
  if (!valid) return;
  const record = recordOf(run, callId);
  if (!record || !(await admit(run, record, valid))) return;
  const waits = recordOf(run, callId)?.waitsFor === 'approval' && run.config.onApproval !== undefined;
  const ready = waits ? await askInline(run, callId, valid) : valid;
  if (ready && recordOf(run, callId)?.phase === 'open') await runCall(run, callId, ready);
}

/** Reads and records a call that is made for the first time. */
async function begin(run: ActiveRun, inner: InnerCall, name: string): Promise<ValidCall | undefined> {
  const { callId, parent, input } = inner;
  const call = { type: 'tool-call', callId, name, args: input, executor: 'client' } as const;
  const reading = await readCall(call, {
    tools: toolsFor(run, inner),
    withdrawn: [],
    hookMs: run.config.timeouts.hookMs,
    ctx: callContext(run, callId, run.state.messages),
  });
  const base = {
    callId,
    parent,
    name: reading.tool?.name ?? name,
    turn: run.state.turn,
    attempts: 0,
    input: reading.input ?? input,
  };
  const refused = !reading.ok && {
    status: 'failed' as const,
    error: reading.message,
    content: [{ type: 'text' as const, text: reading.message }],
  };
  const record: CallRecord = { ...base, phase: reading.ok ? 'open' : 'settled', ...refused };
  await run.record({ type: 'inner', call: record });
  run.emit?.({ type: 'tool-call', callId, parent, name: record.name, input: base.input });
  if (reading.ok) return reading;
  emitResult(run, record);
  return undefined;
}

/** A call of an earlier process, or one that was approved: validated again. */
function readAgain(run: ActiveRun, inner: InnerCall, known: CallRecord): Promise<ValidCall | undefined> {
  return validateAgain({ ...run, tools: toolsFor(run, inner) }, known);
}

function namesFor(run: ActiveRun, inner: InnerCall, name: string): readonly string[] {
  const tools = toolsFor(run, inner);
  return tools === run.tools ? [name] : [...tools.keys()];
}

/** By name: what the calling tool means by it, under the name that it has now. */
function toolsFor(run: ActiveRun, { tool, parent }: InnerCall): ReadonlyMap<string, AnyTool> {
  if (typeof tool !== 'string') return new Map([[tool.name, tool]]);
  const caller = run.tools.get(recordOf(run, parent)?.name ?? '');
  const meant = namedBeside(run.tools, caller, tool);
  return meant ? new Map([[meant.name, meant]]) : run.tools;
}

function renumbered(before: string, now: string): ToolFailure {
  return new ToolFailure(
    `The tool, entered again, called ${now} where it had called ${before}; inner calls must come in the same order.`,
  );
}
