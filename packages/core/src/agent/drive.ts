import type { RunResult } from '../contracts/run-result.ts';
import type { RunPatch } from '../contracts/run-state.ts';
import type { RunError } from '../errors/run-error.ts';
import { maxTimerMs, shareDeadlines } from '../lib/deadlines.ts';
import { type ActiveRun, emitResult, foreignError, recorder } from './active-run.ts';
import { emitter, type Listener, teller, type TextListener } from './emitter.ts';
import type { GuardedPatches } from './guard-input.ts';
import type { Inbox } from './inbox.ts';
import { durationUp } from './limits.ts';
import { loop } from './loop.ts';
import type { RunConfig, RunOptions } from './run-config.ts';
import { applyPatch, type RunDraft } from './run-draft.ts';
import { resultOf } from './run-result.ts';
import { onDemand } from './load-on-demand.ts';

export interface RunPlan {
  readonly config: RunConfig;
  /** Changed by the run. */
  readonly state: RunDraft;
  /** What begins this part of the run: `start`, or `resume` and the decisions that came with it. */
  readonly patches: readonly RunPatch[];
  readonly options: RunOptions<unknown>;
  readonly listeners: readonly Listener[];
  readonly texts: readonly TextListener[];
  /** Absent where nobody can post. */
  readonly inbox?: Inbox | undefined;
}

/**
 * Drives the loop until the run is over. Resolves with what it came to, also when it was paused, stopped or cancelled; rejects with
 * `RunError`, whose `result` holds everything done so far. Settles at once on abort, whatever user code does.
 */
export async function drive<T>(plan: RunPlan): Promise<RunResult<T>> {
  const { config, state, options } = plan;
  const output = config.output && (await onDemand()).typedOutput(config.output, config);
  const controller = new AbortController();
  shareDeadlines(controller.signal);
  const release = linkSignal(controller, options.signal, config.limits.durationMs || false, state.elapsedMs);
  const startedAt = performance.now();
  const before = state.elapsedMs;
  const emit = emitter(state, plan.listeners);
  const run: ActiveRun = {
    state,
    config,
    context: options.context,
    signal: controller.signal,
    emit,
    onText: teller(plan.texts, emit),
    record: recorder(
      (patch) => applyPatch(state, patch),
      options.checkpoint,
      config.timeouts.hookMs,
      controller.signal,
    ),
    elapsedMs: () => before + Math.round(performance.now() - startedAt),
    preparedTurn: 0,
    tools: noTools,
    validated: new Map(),
    partialText: '',
    inbox: plan.inbox,
    output,
  };
  try {
    const failure = await outcome(run, plan.patches);
    const result = resultOf(run);
    const typed = run.output ? await run.output.finish(run, result) : result;
    if (config.sealKey !== undefined) state.seal = await (await onDemand()).sealOf(state, config.sealKey);
    const { status, stopReason = 'error', usage } = state;
    run.emit?.({ type: 'run-end', status, stopReason, usage });
    if (failure) throw failure;
    // Whoever gave the schema, which has validated the value, gave the type.
    return typed as RunResult<T>;
  } finally {
    release?.();
    // Whatever was started and not awaited, such as a provider that ignored a deadline, is told that nobody waits.
    if (!controller.signal.aborted) controller.abort(over);
  }
}

/** One for all runs: the stack of an error takes its time. */
const over: unknown = AbortSignal.abort().reason;

const noTools: ActiveRun['tools'] = new Map();

/** Aborts with the caller's signal and when the run's time is up; gives the function that undoes both. */
function linkSignal(
  controller: AbortController,
  signal: AbortSignal | undefined,
  limit: number | false,
  spent: number,
): (() => void) | undefined {
  if (!signal && limit === false) return undefined;
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer =
    limit === false
      ? undefined
      : setTimeout(
          () => controller.abort(durationUp(limit)),
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
  if (thrown) await lazyConclude(run, thrown.error);
  else thrown = await (run.config.hooks.some((hooks) => hooks.run) ? runInHooks(run) : runOnce(run));
  if (run.state.status !== 'failed' || !thrown) return undefined;
  const { asRunError } = await onDemand();
  return asRunError(run, thrown.error);
}

async function runOnce(run: ActiveRun): Promise<Thrown | undefined> {
  const thrown = await attempt(run, () => loop(run));
  if (thrown) await lazyConclude(run, thrown.error);
  return thrown;
}

async function runInHooks(run: ActiveRun): Promise<Thrown | undefined> {
  let work: Promise<Thrown | undefined> | undefined;
  const hookFailure = await attempt(run, async () => {
    await (await onDemand()).aroundRun(run, async () => void (await (work ??= runOnce(run))));
    if (!work) throw foreignError('hook', 'A hook', 'the run was never begun');
  });
  // A hook may have let go of the run before its end; an abort ends both at once.
  const thrown = await work;
  if (!hookFailure || (work && run.signal.aborted)) return thrown;
  await lazyConclude(run, hookFailure.error);
  return hookFailure;
}

/** What begins the run is recorded before any hook can fail it: without it a log of patches is no state. */
async function begin(run: ActiveRun, given: readonly RunPatch[]): Promise<void> {
  if (run.state.handoffs) await (await onDemand()).switchAgent(run);
  const { patches, stop }: GuardedPatches = run.config.guarded
    ? await (await onDemand()).guardPatches(run, given)
    : { patches: given };
  for (const patch of patches) await run.record(patch);
  run.emit?.({ type: 'run-start', agent: run.state.agent.name, resumed: patches[0]?.type !== 'start' });
  const settled = patches.map((patch) =>
    patch.type === 'call' && patch.set.phase === 'settled' ? patch.callId : '',
  );
  for (const call of run.state.calls) if (settled.includes(call.callId)) emitResult(run, call);
  if (stop) throw stop;
}

interface Thrown {
  readonly error: unknown;
}

async function attempt(run: ActiveRun, work: () => Promise<void>): Promise<Thrown | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error: run.signal.aborted ? run.signal.reason : error };
  }
}

/** Most runs end in the loop. */
async function lazyConclude(run: ActiveRun, error: unknown): Promise<void> {
  const { conclude } = await onDemand();
  await conclude(run, error);
}
