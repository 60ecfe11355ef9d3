import type { CallRecord } from '../contracts/run-state.ts';
import { failedOutcome } from '../tools/outcome.ts';
import { type ActiveRun, recordOf, settle } from './active-run.ts';

/** For tools that cannot be entered again: an inner call that waits is denied, with all that waits below it. */
export async function denyWaiting(
  run: ActiveRun,
  { callId, parent }: { readonly callId: string; readonly parent: string },
): Promise<void> {
  const caller = run.tools.get(recordOf(run, parent)?.name ?? '');
  if (caller?.innerWait !== false || recordOf(run, callId)?.phase !== 'waiting') return;
  for (const { callId: id, name, waitsFor } of waitingBelow(run, callId).toReversed()) {
    const reason =
      waitsFor === 'approval' ? 'it needs an approval and nobody could be asked' : 'its result comes later';
    const problem = `${name} was not run: ${reason}, and ${caller.name} cannot wait. Call ${name} by itself.`;
    await settle(run, id, failedOutcome('denied', problem), { durationMs: 0 });
  }
}

/** The call and what it called, callers first. */
function waitingBelow(run: ActiveRun, callId: string): readonly CallRecord[] {
  const below = (id: string): CallRecord[] =>
    run.state.calls
      .filter((call) => call.phase === 'waiting' && call.parent === id)
      .flatMap((call) => [call, ...below(call.callId)]);
  const own = recordOf(run, callId);
  return own ? [own, ...below(callId)] : [];
}
