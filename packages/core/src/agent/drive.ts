import type { RunResult } from '../contracts/run-result.ts';
import type { RunPatch } from '../contracts/run-state.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { RunError } from '../errors/run-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { maxTimerMs } from '../lib/deadline.ts';
import { isInstance } from '../lib/recognise.ts';
import { type ActiveRun, emitResult, foreignError, recorder } from './active-run.ts';
import { emitter, type Listener } from './emitter.ts';
import { DurationUp } from './limits.ts';
import { loop } from './loop.ts';
import type { RunConfig, RunOptions } from './run-config.ts';
import { applyPatch, type RunDraft } from './run-draft.ts';
import { resultOf } from './run-result.ts';

export interface RunPlan {
  readonly config: RunConfig;
  /** Changed by the run. */
  readonly state: RunDraft;
  /** What begins this part of the run: `start`, or `resume` and the decisions that came with it. */
  readonly patches: readonly RunPatch[];
  readonly options: RunOptions;
  readonly listeners: readonly Listener[];
}

/**
 * Drives the loop until the run is over. Resolves with what it came to, also when it was paused, stopped or cancelled; rejects with
 * `RunError`, whose `result` holds everything done so far. Settles at once on abort, whatever user code does.
 */
export async function drive(plan: RunPlan): Promise<RunResult> {
  const { config, state, options } = plan;
  const controller = new AbortController();
  const release = linkSignal(controller, options.signal, config.limits.durationMs || false, state.elapsedMs);
  const startedAt = performance.now();
  const before = state.elapsedMs;
  const run: ActiveRun = {
    state,
    config,
    context: options.context,
    signal: controller.signal,
    emit: emitter(state, plan.listeners),
    record: recorder(
      (patch) => applyPatch(state, patch),
      options.checkpoint,
      config.timeouts.hookMs,
      controller.signal,
    ),
    elapsedMs: () => before + Math.round(performance.now() - startedAt),
    preparedTurn: 0,
    tools: new Map(),
    validated: new Map(),
    opened: new Set(),
    partialText: '',
  };
  try {
    const failure = await outcome(run, plan.patches);
    const { status, stopReason = 'error', usage } = state;
    run.emit?.({ type: 'run-end', status, stopReason, usage });
    if (failure) throw failure;
    return resultOf(run);
  } finally {
    release();
    // Whatever was started and not awaited, such as a provider that ignored a deadline, is told that nobody waits.
    if (!controller.signal.aborted) controller.abort();
  }
}

/** Aborts with the caller's signal and when the run's time is up; gives the function that undoes both. */
function linkSignal(
  controller: AbortController,
  signal: AbortSignal | undefined,
  limit: number | false,
  spent: number,
): () => void {
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer =
    limit === false
      ? undefined
      : setTimeout(
          () => controller.abort(new DurationUp(limit)),
          Math.min(Math.max(0, limit - spent), maxTimerMs),
        );
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
}

/** The error that failed the run, if one did. The state says how it ended. */
async function outcome(run: ActiveRun, patches: readonly RunPatch[]): Promise<RunError | undefined> {
  let thrown = await attempt(run, () => begin(run, patches));
  let work: Promise<void> | undefined;
  const runOnce = async (): Promise<void> => {
    thrown = await attempt(run, () => runLoop(run));
    if (thrown) await conclude(run, thrown.error);
  };
  const around = async (): Promise<void> => {
    const begun = (): Promise<void> => (work ??= runOnce());
    await (run.config.hooks.some((hooks) => hooks.run) ? lazyAroundRun(run, begun) : begun());
    if (!work) throw foreignError('hook', 'A hook', 'the run was never begun');
  };
  const hookFailure = thrown ?? (await attempt(run, around));
  // A hook may have let go of the run before its end; an abort ends both at once.
  await work;
  if (hookFailure && (!work || !run.signal.aborted)) {
    thrown = hookFailure;
    await conclude(run, hookFailure.error);
  }
  return run.state.status === 'failed' && thrown ? asRunError(run, thrown.error) : undefined;
}

/** What begins the run is recorded before any hook can fail it: without it a log of patches is no state. */
async function begin(run: ActiveRun, patches: readonly RunPatch[]): Promise<void> {
  for (const patch of patches) await run.record(patch);
  run.emit?.({ type: 'run-start', agent: run.state.agent.name, resumed: patches[0]?.type !== 'start' });
  const settled = patches.map((patch) =>
    patch.type === 'call' && patch.set.phase === 'settled' ? patch.callId : '',
  );
  for (const call of run.state.calls) if (settled.includes(call.callId)) emitResult(run, call);
}

async function runLoop(run: ActiveRun): Promise<void> {
  run.signal.throwIfAborted();
  for await (const _ of loop(run));
}

async function attempt(
  run: ActiveRun,
  work: () => Promise<void>,
): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error: run.signal.aborted ? run.signal.reason : error };
  }
}

/** Hooks are loaded with the first run that has some. */
async function lazyAroundRun(run: ActiveRun, work: () => Promise<void>): Promise<void> {
  const { aroundRun } = await import('./on-demand.ts');
  await aroundRun(run, work);
}

/** Ends a run that the loop did not end: by the clock, by abort, or by an error. */
async function conclude(run: ActiveRun, error: unknown): Promise<void> {
  const { signal } = run;
  const elapsedMs = run.elapsedMs();
  if (!signal.aborted) {
    const { name, code, message } = asFailure(error);
    const end = {
      type: 'end',
      status: 'failed',
      stopReason: 'error',
      stopDetail: message,
      elapsedMs,
      error: { name, code, message },
    } as const;
    const waits = code !== 'checkpoint';
    return recordLast(run, end, waits);
  }
  const stop = isInstance(signal.reason, DurationUp) ? signal.reason.stop : undefined;
  const { closeInterrupted } = await import('./on-demand.ts');
  await attempt(run, () => closeInterrupted(run));
  await recordLast(run, {
    type: 'end',
    status: stop ? 'stopped' : 'cancelled',
    stopReason: stop?.stopReason ?? 'aborted',
    stopDetail: stop?.stopDetail ?? `The run was aborted: ${describeError(signal.reason)}`,
    elapsedMs,
  });
}

/**
 * A checkpoint that fails here must not hide why the run ended; the patch is applied before it is handed over.
 * One that has failed before is told, but not waited for.
 */
async function recordLast(run: ActiveRun, patch: RunPatch, waits = true): Promise<void> {
  const recorded = attempt(run, async () => run.record(patch));
  if (waits) await recorded;
}

function asFailure(error: unknown): { name: string; code: string; message: string } {
  if (isPegboardError(error)) return { name: error.name, code: error.code, message: error.message };
  return { name: 'PegboardError', code: 'internal', message: describeError(error) };
}

function asRunError(run: ActiveRun, error: unknown): RunError {
  const { code, message } = asFailure(error);
  const { turn } = run.state;
  return new RunError(
    {
      code: isPegboardError(error) ? error.code : (code as 'internal'),
      what: `The run failed in turn ${turn}`,
      evidence: message,
      fix: 'What was done is in error.result; agent.resume(error.result.state) goes on from there',
      cause: error,
    },
    resultOf(run),
  );
}
