import type { CallRecord } from '../contracts/run-state.ts';
import type { AnyTool, Effects, ToolOutcome } from '../contracts/tool.ts';
import { executeCall } from '../tools/execute-call.ts';
import { executeParallel, type Task } from '../tools/execute-parallel.ts';
import type { ValidCall } from '../tools/read-call.ts';
import { type ActiveRun, callContext, foreignError, recordOf, settle, turnCalls } from './active-run.ts';

/** Runs what can run of the current turn's calls; what waits for a person or the caller is left `waiting`. */
export async function settleCalls(run: ActiveRun): Promise<void> {
  const ready: { readonly call: CallRecord; readonly valid: ValidCall }[] = [];
  for (const call of turnCalls(run)) {
    if (call.phase === 'settled') continue;
    let valid = run.validated.get(call.callId);
    if (!valid || (call.phase === 'open' && needsAdmission(valid.tool))) {
      const { admit, validateAgain } = await import('./on-demand.ts');
      valid ??= await validateAgain(run, call);
      if (!valid || (call.phase === 'open' && !(await admit(run, call, valid)))) continue;
    }
    ready.push({ call, valid });
  }
  const tasks = ready.map(({ call, valid }): Task => taskOf(run, call.callId, valid));
  await executeParallel(tasks, run.config.toolCap);
}

/** Whether somebody has to be asked before it runs, or else has to run it. */
function needsAdmission({ approval, execute }: AnyTool): boolean {
  return !execute || (approval !== undefined && approval !== false);
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
