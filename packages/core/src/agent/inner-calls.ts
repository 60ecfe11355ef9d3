import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import type { AnyTool } from '../contracts/tool.ts';
import { ToolFailure } from '../errors/tool-signals.ts';
import type { conflicts, Task } from '../tools/execute-parallel.ts';
import { inferEffects } from '../tools/infer-effects.ts';
import { interrupted } from '../tools/execute-call.ts';
import { failedOutcome } from '../tools/outcome.ts';
import { namedBeside } from '../tools/toolsets/alias.ts';
import { readCall, type ValidCall } from '../tools/read-call.ts';
import { type ActiveRun, callContext, emitResult, recordOf, settle } from './active-run.ts';
import { admit, validateAgain } from './admit-calls.ts';
import { denyWaiting } from './deny-waiting.ts';
import { type InnerScope, InnerTurns } from './inner-turns.ts';
import type { callLimit } from './read-calls.ts';

export interface InnerCall {
  /** The outer call's id and a number: the same when the tool is entered again. */
  readonly callId: string;
  readonly parent: string;
  readonly tool: AnyTool | string;
  readonly input: JsonObject;
  readonly scope: InnerScope;
  // Handed over, so that what every run needs is in no file with what few do.
  readonly callLimit: typeof callLimit;
  readonly conflicts: typeof conflicts;
  readonly taskOf: (run: ActiveRun, callId: string, valid: ValidCall) => Task;
}

/**
 * A call that a tool makes, through the full life of a call, scheduled with the others that the tool makes. Resolves with its value, rejects
 * when it fails, and never settles when it has to wait.
 */
export async function callInner(run: ActiveRun, inner: InnerCall): Promise<JsonValue> {
  const { scope, callId, conflicts } = inner;
  const turns = (scope.turns ??= new InnerTurns(scope));
  const turn = turns.take();
  try {
    const task = await settleInner(run, inner);
    // What had to stand in line until its caller was over is not begun any more.
    const start = async (): Promise<unknown> =>
      recordOf(run, inner.parent)?.phase === 'running' ? task?.run() : settle(run, callId, interrupted(), {});
    if (task) await turns.run(turn, { ...task, run: start }, run.config.toolCap, conflicts);
    await denyWaiting(run, inner);
  } finally {
    turns.end(turn, recordOf(run, callId)?.phase !== 'waiting');
  }
  run.signal.throwIfAborted();
  const { phase, status, result = null, error = 'it did not succeed' } = recordOf(run, callId) ?? {};
  if (phase === 'waiting') return new Promise<never>(() => undefined);
  if (status !== 'success') throw new ToolFailure(error);
  return result;
}

/** What has to be run for a call; nothing where it has its result, or waits for it. */
async function settleInner(run: ActiveRun, inner: InnerCall): Promise<Task | undefined> {
  const { callId, tool } = inner;
  const tools = toolsFor(run, inner);
  // Where it is not known which tool is meant, there is only what it was called by.
  const [name = ''] = tools === run.tools ? [tool as string] : tools.keys();
  const known = recordOf(run, callId);
  if (known && known.name !== name)
    throw new ToolFailure(
      `The tool, entered again, called ${name} where it had called ${known.name}; inner calls must come in the same order.`,
    );
  if (known && (known.phase === 'settled' || known.phase === 'waiting')) return undefined;
  const valid = known ? await validateAgain({ ...run, tools }, known) : await begin(run, inner, name, tools);
  const record = recordOf(run, callId);
  if (!valid || !record || !(await admit(run, record, valid))) return undefined;
  const task = inner.taskOf(run, callId, valid);
  if (task.blocked || valid.tool.effects !== 'infer') return task.blocked ? undefined : task;
  const effects = inferEffects(valid, false);
  return { ...task, effects, barrier: task.barrier || effects === undefined };
}

/** Reads and records a call that is made for the first time. */
async function begin(
  run: ActiveRun,
  inner: InnerCall,
  name: string,
  tools: ActiveRun['tools'],
): Promise<ValidCall | undefined> {
  const { callId, parent, input } = inner;
  const call = { type: 'tool-call', callId, name, args: input, executor: 'client' } as const;
  const reading = await readCall(call, {
    tools,
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
  const limit = reading.ok && inner.callLimit(run, reading.tool.name, reading.tool.maxCalls);
  const refused =
    !reading.ok || limit
      ? failedOutcome(reading.ok ? 'denied' : 'failed', reading.ok ? limit || '' : reading.message)
      : undefined;
  const record: CallRecord = { ...base, phase: refused ? 'settled' : 'open', ...refused };
  await run.record({ type: 'inner', call: record });
  run.emit?.({ type: 'tool-call', callId, parent, name: record.name, input: base.input });
  if (reading.ok && !refused) return reading;
  emitResult(run, record);
  return undefined;
}

/** By name: what the calling tool means by it, under the name that it has now. */
function toolsFor(run: ActiveRun, { tool, parent }: InnerCall): ActiveRun['tools'] {
  if (typeof tool !== 'string') return new Map([[tool.name, tool]]);
  const caller = run.tools.get(recordOf(run, parent)?.name ?? '');
  const meant = namedBeside(run.tools, caller, tool);
  return meant ? new Map([[meant.name, meant]]) : run.tools;
}
