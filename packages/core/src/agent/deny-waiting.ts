import { failedOutcome } from '../tools/outcome.ts';
import { type ActiveRun, recordOf, settle } from './active-run.ts';

/** For tools that cannot be entered again: an inner call that waits is denied, with all that waits below it. */
export async function denyWaiting(
  run: ActiveRun,
  { callId, parent }: { readonly callId: string; readonly parent: string },
): Promise<void> {
  const caller = run.tools.get(recordOf(run, parent)?.name ?? '');
  if (caller?.innerWait !== false || recordOf(run, callId)?.phase !== 'waiting') return;
  // Ids of inner calls begin with that of their caller, which stands before them.
  const waiting = run.state.calls.filter(
    ({ callId: id, phase }) => phase === 'waiting' && `${id}.`.startsWith(`${callId}.`),
  );
  for (const { callId: id, name, waitsFor } of waiting.toReversed()) {
    const reason =
      waitsFor === 'approval' ? 'it needs an approval and nobody could be asked' : 'its result comes later';
    const problem = `${name} was not run: ${reason}, and ${caller.name} cannot wait. Call ${name} by itself.`;
    await settle(run, id, failedOutcome('denied', problem), { durationMs: 0 });
  }
}
