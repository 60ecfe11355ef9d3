import type { CallRecord } from '../contracts/run-state.ts';
import type { Task } from '../tools/execute-parallel.ts';
import { inferEffects, onlyReads } from '../tools/infer-effects.ts';
import { failedOutcome } from '../tools/outcome.ts';
import type { ValidCall } from '../tools/read-call.ts';
import { type ActiveRun, settle, turnCalls } from './active-run.ts';

export interface ReadyCall {
  readonly call: CallRecord;
  readonly valid: ValidCall;
}

/** The tasks of a turn with what few turns need: effects that are inferred, and an end at the first failure. */
export async function planTasks(
  run: ActiveRun,
  ready: readonly ReadyCall[],
  tasks: readonly Task[],
): Promise<readonly Task[]> {
  const planned = inferred(ready, tasks);
  if (run.config.onToolFailure !== 'skipRest') return planned;
  await skipWaiting(run);
  return planned.map((task, index): Task => {
    const { callId = '' } = ready[index]?.call ?? {};
    return {
      ...task,
      run: async () => {
        if (await skipped(run, callId)) return undefined;
        const end = await task.run();
        await skipWaiting(run);
        return end;
      },
    };
  });
}

function inferred(ready: readonly ReadyCall[], tasks: readonly Task[]): readonly Task[] {
  const harmless = ready.every(({ valid }) => onlyReads(valid));
  return tasks.map((task, index): Task => {
    const { valid } = ready[index] ?? {};
    if (valid?.tool.effects !== 'infer') return task;
    const effects = inferEffects(valid, harmless);
    return { ...task, effects, barrier: task.barrier || effects === undefined };
  });
}

/** Calls that wait for somebody and have not begun are not asked about any more. */
async function skipWaiting(run: ActiveRun): Promise<void> {
  for (const { callId, phase, attempts } of turnCalls(run))
    if (phase === 'waiting' && attempts === 0) await skipped(run, callId);
}

/** Gives a call that has not begun its result when one before it, or one that has run, did not succeed. */
async function skipped(run: ActiveRun, callId: string): Promise<boolean> {
  const calls = turnCalls(run);
  const at = calls.findIndex((call) => call.callId === callId);
  const call = calls[at];
  const failed = calls.find(
    ({ phase, status, attempts }, index) =>
      phase === 'settled' && status !== 'success' && (index < at || attempts > 0),
  );
  if (!call || call.attempts > 0 || !failed || run.signal.aborted) return false;
  const why = `${call.name} was not run: ${failed.name} did not succeed, so the rest is left out. Call it again if still needed.`;
  await settle(run, callId, failedOutcome('denied', why), { durationMs: 0 });
  return true;
}
