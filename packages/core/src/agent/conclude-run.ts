import type { RunPatch } from '../contracts/run-state.ts';
import type { Usage } from '../contracts/usage.ts';
import { isPegboardError, type PegboardError } from '../errors/pegboard-error.ts';
import { RunError } from '../errors/run-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { isInstance } from '../lib/recognise.ts';
import { costOf } from '../models/usage.ts';
import type { ActiveRun } from './active-run.ts';
import { closeInterrupted } from './close-interrupted.ts';
import { RunStop } from './limits.ts';
import { resultOf } from './run-result.ts';

/** Ends a run that the loop did not end: by the clock, by abort, by a guard, or by an error. */
export async function conclude(run: ActiveRun, error: unknown): Promise<void> {
  const { signal } = run;
  const elapsedMs = run.elapsedMs();
  const reason: unknown = signal.aborted ? signal.reason : error;
  const stop = isInstance(reason, RunStop) ? reason.stop : undefined;
  if (!signal.aborted && !stop) {
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
  if (signal.aborted) await closeInterrupted(run).catch(() => undefined);
  await recordLast(run, {
    type: 'end',
    status: stop ? 'stopped' : 'cancelled',
    stopReason: stop?.stopReason ?? 'aborted',
    stopDetail: stop?.stopDetail ?? `The run was aborted: ${describeError(reason)}`,
    elapsedMs,
    ...(stop?.usage && lost(run, stop.usage)),
  });
}

/** What an answer cost that is not kept. */
function lost({ config }: ActiveRun, usage: Usage): { readonly usage: Usage; readonly usd?: number } {
  const { provider, model } = config;
  const usd = costOf(config, { usage, origin: { provider: provider.name, model } });
  return { usage, ...(usd !== undefined && { usd }) };
}

/**
 * A checkpoint that fails here must not hide why the run ended; the patch is applied before it is handed over.
 * One that has failed before is told, but not waited for.
 */
async function recordLast(run: ActiveRun, patch: RunPatch, waits = true): Promise<void> {
  const recorded = (async () => run.record(patch))().catch(() => undefined);
  if (waits) await recorded;
}

function asFailure(error: unknown): Pick<PegboardError, 'name' | 'code' | 'message'> {
  if (isPegboardError(error)) return error;
  return { name: 'PegboardError', code: 'internal', message: describeError(error) };
}

/** What the caller of a failed run gets. */
export function asRunError(run: ActiveRun, error: unknown): RunError {
  const { code, message } = asFailure(error);
  const { turn } = run.state;
  return new RunError(
    {
      code,
      what: `The run failed in turn ${turn}`,
      evidence: message,
      fix: 'What was done is in error.result; agent.resume(error.result.state) goes on from there',
      cause: error,
    },
    run.output?.withoutJson(resultOf(run)) ?? resultOf(run),
  );
}
