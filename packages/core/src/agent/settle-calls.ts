import type { CallRecord } from '../contracts/run-state.ts';
import type { Effects, ToolOutcome } from '../contracts/tool.ts';
import { describeError } from '../errors/describe-error.ts';
import { executeCall } from '../tools/execute-call.ts';
import { executeParallel, type Task } from '../tools/execute-parallel.ts';
import { failedOutcome } from '../tools/outcome.ts';
import { validateInput, type ValidCall } from '../tools/read-call.ts';
import { type ActiveRun, callContext, callForeign, foreignError, turnCalls } from './active-run.ts';

const neverRan = { durationMs: 0 };

/** Runs what can run of the current turn's calls; what waits for a person or the caller is left `waiting`. */
export async function settleCalls(run: ActiveRun): Promise<void> {
  const ready: { readonly call: CallRecord; readonly valid: ValidCall }[] = [];
  for (const call of turnCalls(run)) {
    if (call.phase === 'settled') continue;
    const valid = run.validated.get(call.callId) ?? (await validateAgain(run, call));
    if (!valid) continue;
    if (call.phase === 'open' && !(await admit(run, call, valid))) continue;
    ready.push({ call, valid });
  }
  const tasks = ready.map(({ call, valid }): Task => taskOf(run, call.callId, valid));
  await executeParallel(tasks, run.config.toolCap);
}

/** A call of an earlier process: its tool must still be there and must still take the input. */
async function validateAgain(run: ActiveRun, call: CallRecord): Promise<ValidCall | undefined> {
  const tool = run.tools.get(call.name);
  if (!tool) {
    await settle(
      run,
      call.callId,
      failedOutcome('failed', `${call.name} was not run: this agent has no such tool any more.`),
      neverRan,
    );
    return undefined;
  }
  const reading = await validateInput(tool, call.input ?? {}, {
    hookMs: run.config.timeouts.hookMs,
    ctx: callContext(run, call.callId, run.state.messages),
  });
  if (reading.ok) {
    run.validated.set(call.callId, reading);
    return reading;
  }
  await settle(run, call.callId, failedOutcome(reading.status ?? 'retry', reading.message), neverRan);
  return undefined;
}

/** Leaves a call waiting that needs a person or the caller. False when it got its result instead. */
async function admit(run: ActiveRun, call: CallRecord, valid: ValidCall): Promise<boolean> {
  const { callId, name } = call;
  const asked = call.approved ? false : await askApproval(run, callId, valid);
  if (typeof asked === 'object') {
    await settle(run, callId, failedOutcome('failed', `${name} was not run: ${asked.problem}`), neverRan);
    return false;
  }
  if (asked !== false) {
    const reason = typeof asked === 'string' && { reason: asked };
    await run.record({ type: 'call', callId, set: { phase: 'waiting', waitsFor: 'approval', ...reason } });
  } else if (!valid.tool.execute) {
    await run.record({ type: 'call', callId, set: { phase: 'waiting', waitsFor: 'external' } });
  }
  return true;
}

/** Whether a person must approve, and why; a tool that cannot tell is not run. */
async function askApproval(
  run: ActiveRun,
  callId: string,
  { tool, value }: ValidCall,
): Promise<boolean | string | { readonly problem: string }> {
  const { approval = false } = tool;
  if (typeof approval !== 'function') return approval;
  const ctx = callContext(run, callId, run.state.messages);
  try {
    const answer = await callForeign(run, 'tool', 'asking whether it needs approval', () =>
      approval(value as never, ctx),
    );
    return answer === '' ? false : answer;
  } catch (error) {
    run.signal.throwIfAborted();
    return { problem: describeError(error) };
  }
}

function taskOf(run: ActiveRun, callId: string, valid: ValidCall): Task {
  const effects = effectsOf(valid);
  return {
    barrier: valid.tool.concurrency === 'barrier' || effects === 'unknown',
    effects: effects === 'unknown' ? undefined : effects,
    blocked: recordOf(run, callId)?.phase === 'waiting',
    run: () => runCall(run, callId, valid),
  };
}

/** Effects that cannot be told make the call a barrier. */
function effectsOf({ tool, value }: ValidCall): Effects | undefined | 'unknown' {
  if (typeof tool.effects !== 'function') return tool.effects;
  try {
    return tool.effects(value as never);
  } catch {
    return 'unknown';
  }
}

function recordOf(run: ActiveRun, callId: string): CallRecord | undefined {
  return run.state.calls.findLast((call) => call.callId === callId);
}

async function runCall(run: ActiveRun, callId: string, valid: ValidCall): Promise<void> {
  if (run.signal.aborted) return;
  const attempts = recordOf(run, callId)?.attempts ?? 0;
  const { name } = valid.tool;
  await run.record({ type: 'call', callId, set: { phase: 'running', attempts: attempts + 1 } });
  run.emit?.({ type: 'tool-start', callId, name, input: valid.input, attempt: attempts + 1 });
  const started = performance.now();
  let made = attempts + 1;
  let unexpected: { readonly thrown: unknown } | undefined;
  const outcome = await aroundHooks(run, callId, valid, (call) =>
    executeCall({
      tool: call.tool,
      value: call.value,
      ctx: callContext(run, callId, run.state.messages),
      timeoutMs: run.config.timeouts.toolMs,
      attemptsBefore: attempts,
      onProgress: (value) => run.emit?.({ type: 'tool-progress', callId, name, value }),
      onRetry: (attempt) => {
        made = attempt;
        run.emit?.({ type: 'tool-start', callId, name, input: valid.input, attempt });
      },
      onThrow: (thrown) => {
        unexpected = { thrown };
      },
    }),
  );
  // After an abort the run settles what is open itself, at once.
  if (run.signal.aborted && outcome.status === 'interrupted') return;
  const durationMs = Math.round((performance.now() - started) * 10) / 10;
  await settle(run, callId, outcome, { durationMs, attempts: made });
  if (unexpected && run.config.onToolError === 'throw')
    throw foreignError('tool', `Tool "${name}"`, unexpected.thrown);
}

/** Gives a call its one result. */
async function settle(
  run: ActiveRun,
  callId: string,
  outcome: ToolOutcome,
  facts: Partial<Pick<CallRecord, 'durationMs' | 'attempts'>>,
): Promise<void> {
  const { value, ...rest } = outcome;
  await run.record({
    type: 'call',
    callId,
    set: { ...rest, ...facts, phase: 'settled', ...(value !== undefined && { result: value }) },
  });
  const call = recordOf(run, callId);
  if (call) emitResult(run, call);
}

/** Tells the listeners of a settled call. */
export function emitResult(run: ActiveRun, call: CallRecord): void {
  const { callId, name, status = 'failed', content = [], result, error, durationMs = 0 } = call;
  run.emit?.({
    type: 'tool-result',
    callId,
    name,
    status,
    content,
    durationMs,
    ...(result !== undefined && { value: result }),
    ...(error !== undefined && { error }),
  });
}

/** Hooks are loaded with the first run that has some. */
async function aroundHooks(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
  execute: (call: ValidCall) => Promise<ToolOutcome>,
): Promise<ToolOutcome> {
  if (!run.config.hooks.some((hooks) => hooks.tool)) return execute(valid);
  const { aroundTool } = await import('./on-demand.ts');
  return aroundTool(run, callId, valid, execute);
}
