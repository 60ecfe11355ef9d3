import type { CallRecord } from '../contracts/run-state.ts';
import type { AnyTool, ToolOutcome } from '../contracts/tool.ts';
import { effectsOf, executeCall, type Execution } from '../tools/execute-call.ts';
import { conflicts, executeParallel, type Task } from '../tools/execute-parallel.ts';
import type { ValidCall } from '../tools/read-call.ts';
import {
  type ActiveRun,
  callContext,
  foreignError,
  identity,
  recordOf,
  settle,
  turnCalls,
} from './active-run.ts';
import type { InnerScope } from './inner-turns.ts';
import { onDemand } from './load-on-demand.ts';
import { callLimit } from './read-calls.ts';

/** Runs what can run of the current turn's calls; what waits for a person or the caller is left `waiting`. */
export async function settleCalls(run: ActiveRun): Promise<void> {
  const ready: { readonly call: CallRecord; readonly valid: ValidCall }[] = [];
  for (const call of turnCalls(run)) {
    if (call.phase === 'settled') continue;
    let valid = run.validated.get(call.callId);
    if (!valid || (call.phase === 'open' && needsAdmission(run, valid.tool))) {
      const { admit, validateAgain } = await onDemand();
      valid ??= await validateAgain(run, call);
      if (!valid || (call.phase === 'open' && !(await admit(run, call, valid)))) continue;
    }
    ready.push({ call, valid });
  }
  let tasks: readonly Task[] = ready.map(({ call, valid }): Task => taskOf(run, call.callId, valid));
  if (run.config.onToolFailure || ready.some(({ valid }) => valid.tool.effects === 'infer')) {
    const { planTasks } = await onDemand();
    tasks = await planTasks(run, ready, tasks);
  }
  await executeParallel(tasks, run.config.toolCap);
}

/** Whether somebody has to be asked before it runs, or else has to run it. */
function needsAdmission({ config }: ActiveRun, { approval, execute, tags, metadata }: AnyTool): boolean {
  if (!execute || (approval !== undefined && approval !== false)) return true;
  // Tags may say that it must not run once untrusted content is in the conversation.
  return config.approval.length > 0 || config.guarded || Boolean(config.trustPolicy ?? tags ?? metadata);
}

function taskOf(run: ActiveRun, callId: string, valid: ValidCall): Task {
  const effects = effectsOf(valid.tool, valid.value);
  const { phase, waitsFor } = recordOf(run, callId) ?? {};
  const waits = phase === 'waiting';
  const asks = waits && waitsFor === 'approval' && run.config.onApproval !== undefined;
  return {
    // Effects that cannot be told make the call a barrier.
    barrier: valid.tool.concurrency === 'barrier' || effects === 'unknown',
    effects: typeof effects === 'object' ? effects : undefined,
    blocked: waits && !asks,
    run: () => (asks ? runAsked(run, callId, valid) : runCall(run, callId, valid)),
  };
}

/** Asks whoever approves, while other calls run; what is left open waits. */
async function runAsked(run: ActiveRun, callId: string, valid: ValidCall): Promise<'waiting' | undefined> {
  const { askInline } = await onDemand();
  const approved = await askInline(run, callId, valid);
  if (approved) return runCall(run, callId, approved);
  return recordOf(run, callId)?.phase === 'waiting' ? 'waiting' : undefined;
}

async function runCall(run: ActiveRun, callId: string, valid: ValidCall): Promise<'waiting' | undefined> {
  if (run.signal.aborted) return undefined;
  const { attempts = 0, resumeState, resumedWith } = recordOf(run, callId) ?? {};
  const { name, version } = valid.tool;
  const start = (attempt: number): void =>
    run.emit?.({
      type: 'tool-start',
      ...identity(run, callId),
      input: valid.input,
      attempt,
      ...(version !== undefined && { version }),
    });
  const recorded = run.record({ type: 'call', callId, set: { phase: 'running', attempts: attempts + 1 } });
  if (recorded) await recorded;
  start(attempts + 1);
  const started = performance.now();
  let made = attempts + 1;
  let unexpected: { readonly thrown: unknown } | undefined;
  const inner = innerCalls(run, callId);
  const outcome = await aroundHooks(run, callId, valid, (around) => {
    const execution: Execution = {
      tool: around.tool,
      value: around.value,
      ctx: callContext(run, callId, run.state.messages),
      timeoutMs: run.config.timeouts.toolMs,
      attemptsBefore: attempts,
      call: inner.call,
      onAttempt: inner.onAttempt,
      nest: async () => (await onDemand()).nestedRun(run, callId),
      resumed:
        resumeState === undefined
          ? undefined
          : { state: resumeState, ...(resumedWith !== undefined && { value: resumedWith }) },
      onProgress: (value) => run.emit?.({ type: 'tool-progress', ...identity(run, callId), value }),
      onRetry: (attempt) => start((made = attempt)),
      onThrow: (thrown) => {
        unexpected = { thrown };
      },
    };
    return run.eager?.take(execution) ?? executeCall(execution);
  });
  // After an abort the run settles what is open itself, at once.
  if (run.signal.aborted && outcome.status === 'interrupted') return undefined;
  if (outcome.suspended) return (await onDemand()).leaveWaiting(run, callId, outcome.suspended);
  const durationMs = Math.round((performance.now() - started) * 10) / 10;
  await settle(run, callId, outcome, { durationMs, attempts: made });
  if (unexpected && run.config.onToolError === 'throw')
    throw foreignError('tool', `Tool "${name}"`, unexpected.thrown);
  return undefined;
}

/** `ctx.call` of one call, loaded with the first use; the tool is suspended when an inner call has to wait. */
function innerCalls(run: ActiveRun, callId: string): Pick<Execution, 'call' | 'onAttempt'> {
  let count = 0;
  const scope: InnerScope = { suspend: () => undefined };
  return {
    onAttempt: (suspend) => void (scope.suspend = suspend),
    call: async (tool, input = {}) => {
      // Counted before anything is awaited, so that calls keep their numbers when the tool is entered again.
      const innerId = `${callId}.${++count}`;
      const { callInner } = await onDemand();
      return callInner(run, {
        callId: innerId,
        parent: callId,
        tool,
        input,
        scope,
        taskOf,
        callLimit,
        conflicts,
      });
    },
  };
}

/** Hooks are loaded with the first run that has some. */
function aroundHooks(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
  execute: (call: ValidCall) => Promise<ToolOutcome>,
): Promise<ToolOutcome> {
  if (!run.config.hooks.some((hooks) => hooks.tool ?? hooks.guard)) return execute(valid);
  return onDemand().then(({ aroundTool }) => aroundTool(run, callId, valid, execute));
}
